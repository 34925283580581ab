using HtcFlow.Core.Planning.Hosts;
using HtcFlow.Core.Tests.Stories;

namespace HtcFlow.Core.Tests.Planning.Hosts;

public sealed class HostBookTests
{
    private readonly HostBook _book = new();
    private DateTimeOffset _now = Story.Dawn;
    private long _task;

    [Theory]
    [InlineData(1, 0.001)]
    [InlineData(2, 0.02)]
    [InlineData(3, 0.10)]
    [InlineData(4, 0.20)]
    public void Add_GoodFleetOfWhichSomeEndsAreBad_BlamesLessThanOneHostInAThousand(int seed, double share)
    {
        var dice = new Random(seed);
        int blamed = 0;
        for (int end = 0; end < 100 * 4000; end++)
        {
            blamed += Tell($"host-{dice.Next(4000)}", dice.NextDouble() < share ? HostSign.Suspect : HostSign.Good) ? 1 : 0;
        }

        Assert.InRange(blamed, 0, 3);
    }

    [Theory]
    [InlineData(1, 1.0, 8)]
    [InlineData(2, 0.5, 60)]
    public void Add_BrokenHost_IsBlamedAfterAFewEnds(int seed, double share, int most)
    {
        var dice = new Random(seed);
        for (int end = 0; end < 5000; end++)
        {
            Tell($"host-{dice.Next(200)}", dice.NextDouble() < 0.02 ? HostSign.Suspect : HostSign.Good);
        }

        int needed = 1;
        while (!Tell("broken", dice.NextDouble() < share ? HostSign.Suspect : HostSign.Good))
        {
            needed++;
        }

        Assert.InRange(needed, 3, most);
    }

    [Fact]
    public void Add_HostThatWasGoodForLongAndBreaks_IsBlamedAsSoon()
    {
        Fleet(2000);
        for (int end = 0; end < 10_000; end++)
        {
            Assert.False(Tell("old", HostSign.Good));
        }

        int needed = 1;
        while (!Tell("old", HostSign.Suspect))
        {
            needed++;
        }

        Assert.InRange(needed, 3, 5);
    }

    [Fact]
    public void Add_SameTaskAgainAndAgain_BlamesTheTaskAndNotTheHost()
    {
        Fleet(2000);
        for (int end = 0; end < 100; end++)
        {
            Assert.Null(_book.Add(new HostEnd("host-1", 0, 7, HostSign.Suspect), _now));
        }
    }

    [Fact]
    public void Add_EveryHostBad_BlamesNobody()
    {
        int blamed = 0;
        for (int end = 0; end < 2000; end++)
        {
            blamed += Tell($"host-{end % 50}", HostSign.Suspect) ? 1 : 0;
        }

        Assert.Equal(0, blamed);
    }

    [Fact]
    public void Reconsider_OnlyABrokenHostHasEndedAnythingYet_BlamesItOnceTheOthersHaveRunForLonger()
    {
        // Tasks of three hours, of which those on one host were ended after 20 minutes: no good end is there to compare with.
        _book.See(0, 800, 0, _now);
        _now += TimeSpan.FromMinutes(20);
        for (int task = 0; task < 16; task++)
        {
            Assert.Null(_book.Add(new HostEnd("broken", 0, task, HostSign.Suspect) { Wall = TimeSpan.FromMinutes(20) }, _now));
        }

        _book.See(0, 0, 16, _now);
        Assert.Empty(_book.Reconsider(_now));
        _now += TimeSpan.FromMinutes(3);
        _book.See(0, 0, 0, _now);

        (string host, string reason) = Assert.Single(_book.Reconsider(_now));
        Assert.Equal("broken", host);
        Assert.StartsWith("16 of the 16", reason, StringComparison.Ordinal);
        Assert.Equal(784 / 16, _book.FleetSize);
    }

    [Fact]
    public void Reconsider_EverythingIsSlow_BlamesNobody()
    {
        _book.See(0, 800, 0, _now);
        int blamed = 0;
        for (int minute = 20; minute < 120; minute++)
        {
            _now = Story.Dawn + TimeSpan.FromMinutes(minute);
            for (int end = 0; end < 40; end++)
            {
                blamed += _book.Add(new HostEnd($"host-{end}", 0, _task++, HostSign.Suspect) { Wall = TimeSpan.FromMinutes(20) }, _now) is null ? 0 : 1;
            }

            // As many begin as end; of those that began with them, none has run for longer.
            _book.See(0, 40, 40, _now);
            blamed += _book.Reconsider(_now).Count;
        }

        Assert.Equal(0, blamed);
    }

    [Fact]
    public void Add_StageWhoseTasksOftenFail_BlamesNoHost()
    {
        var dice = new Random(5);
        int blamed = 0;
        for (int end = 0; end < 100_000; end++)
        {
            blamed += Tell($"host-{dice.Next(500)}", dice.Next(10) == 0 ? HostSign.Failed : HostSign.Good) ? 1 : 0;
        }

        Assert.Equal(0, blamed);
    }

    [Fact]
    public void Add_HostOnWhichAloneEverythingFails_IsBlamed()
    {
        Fleet(2000);
        int needed = 1;
        while (!Tell("broken", HostSign.Failed))
        {
            needed++;
        }

        Assert.InRange(needed, 5, 8);
    }

    [Fact]
    public void Add_Blame_SaysWhatItRestsOn()
    {
        Fleet(2000);
        string? reason = null;
        while (reason is null)
        {
            reason = _book.Add(new HostEnd("broken", 0, _task++, HostSign.Suspect), _now);
        }

        Assert.Equal("3 of the 3 attempts that ended there were too slow or could not begin; on the fleet 0.2% do", reason);
    }

    [Fact]
    public void Add_HostNotSeenForLong_IsForgotten()
    {
        Fleet(100);
        Assert.Equal(20, _book.Count);
        _now += HostBook.Memory + TimeSpan.FromMinutes(31);
        Tell("new", HostSign.Good);

        Assert.Equal(1, _book.Count);
    }

    [Fact]
    public void Add_MoreHostsThanFit_KeepsMemoryBounded()
    {
        for (int host = 0; host < 3 * HostBook.MostHosts; host++)
        {
            _now += TimeSpan.FromMilliseconds(host % 100 == 0 ? 500 : 0);
            Tell($"ip-10-0-{host}", HostSign.Good);
        }

        Assert.InRange(_book.Count, 1, HostBook.MostHosts);
    }

    private void Fleet(int ends)
    {
        for (int end = 0; end < ends; end++)
        {
            Tell($"host-{end % 20}", HostSign.Good);
        }
    }

    private bool Tell(string host, HostSign sign)
    {
        bool isBlamed = _book.Add(new HostEnd(host, 0, _task++, sign), _now) is not null;
        if (isBlamed)
        {
            _book.Forget(host);
        }

        return isBlamed;
    }
}
