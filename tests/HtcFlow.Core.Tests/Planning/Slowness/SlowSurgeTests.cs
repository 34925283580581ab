using HtcFlow.Core.Planning.Slowness;
using HtcFlow.Core.Tests.Stories;

namespace HtcFlow.Core.Tests.Planning.Slowness;

public sealed class SlowSurgeTests
{
    private readonly SlowSurge _surge = new(new Story(Make.Campaign(Make.Stage("a", 4)))[0]);
    private DateTimeOffset _now = Story.Dawn;

    [Fact]
    public void Add_EndsAsUsual_IsNoSurge()
    {
        var dice = new Random(1);
        for (int i = 0; i < 20_000; i++)
        {
            Assert.False(Add(1, dice.Next(50) == 0 ? 1 : 0));
        }
    }

    [Fact]
    public void Add_AllSlowAtOnce_IsExcusedFromTheEleventhOn()
    {
        Usual();

        Assert.Equal(11, Enumerable.Range(1, 100).First(_ => Add(1, 1)));
    }

    [Fact]
    public void Add_OneLookThatBringsManySlowEnds_IsExcusedWhole()
    {
        Usual();

        Assert.True(Add(1000, 990));
    }

    [Fact]
    public void Add_StageWhoseTasksAreOftenSlow_IsNoSurge()
    {
        for (int i = 0; i < 2000; i++)
        {
            Assert.False(Add(1, i % 3 == 0 ? 1 : 0));
        }
    }

    [Fact]
    public void Add_BeforeAnythingIsUsual_IsNoSurge() => Assert.False(Add(500, 500));

    [Fact]
    public void Add_SurgeThatDoesNotEnd_IsExcusedForAnHour()
    {
        Usual();
        Add(100, 100);
        DateTimeOffset begin = _now;
        while (Add(10, 10))
        {
            _now += TimeSpan.FromMinutes(1);
        }

        Assert.InRange(_now - begin, SlowSurge.Longest, SlowSurge.Longest + TimeSpan.FromMinutes(2));
        _now += TimeSpan.FromHours(3);
        for (int i = 0; i < 500; i++)
        {
            Assert.False(Add(10, 10));
            _now += TimeSpan.FromMinutes(1);
        }
    }

    [Fact]
    public void Add_AfterASurge_TheNextOneIsNoticedToo()
    {
        Usual();
        Assert.True(Add(100, 100));
        _now += TimeSpan.FromMinutes(10);
        Usual();

        Assert.True(Add(100, 100));
    }

    [Fact]
    public void Add_SlowHostsThatShowAtOnceAmongManyThatRun_IsNoSurge()
    {
        for (int i = 0; i < 400; i++)
        {
            Assert.False(_surge.Add(1, 0, 100_000, _now));
        }

        for (int slow = 0; slow < 4000; slow += 100)
        {
            Assert.False(_surge.Add(100, 100, 100_000 - slow, _now));
        }

        Assert.True(_surge.Add(1100, 1100, 95_000, _now));
    }

    private void Usual()
    {
        for (int i = 0; i < 400; i++)
        {
            Assert.False(Add(1, i % 100 == 0 ? 1 : 0));
        }
    }

    private bool Add(int ends, int slow)
    {
        _now += TimeSpan.FromMilliseconds(100);
        return _surge.Add(ends, slow, 0, _now);
    }
}
