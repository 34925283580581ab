using HtcFlow.Core.Money.Instances;

namespace HtcFlow.Core.Tests.Money.Instances;

public sealed class InstanceHistoryTests
{
    private const string Region = "eu-west-1";
    private static readonly DateTimeOffset s_begin = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly InstanceHistory _history = new();

    [Fact]
    public void Apply_LifeOfAnInstance_KeepsTheLooksAroundItsTurns()
    {
        Look(1, Seen(SeenState.Pending));
        Look(2, Seen(SeenState.Running));
        Look(3, Seen(SeenState.Running));
        Look(4, Seen(SeenState.Gone));
        Look(5);
        RentedInstance instance = Assert.Single(_history.Instances);
        Assert.Equal((Minute(1), Minute(2), Minute(3), Minute(4)), (instance.PendingAt, instance.RunningAt, instance.SeenAt, instance.GoneAt));
    }

    [Fact]
    public void Apply_EndThatTheCloudTells_IsKept()
    {
        Look(1, Seen(SeenState.Running));
        Look(2, Seen(SeenState.Gone) with { End = new InstanceEnd("i-1") { At = Minute(1.5), IsReclaimed = true } });
        Look(3, Seen(SeenState.Gone) with { End = new InstanceEnd("i-1") { At = Minute(9), IsReclaimed = false } });
        RentedInstance instance = Assert.Single(_history.Instances);
        Assert.Equal((Minute(1.5), true), (instance.EndedAt, instance.IsReclaimed));
    }

    [Fact]
    public void Apply_InstanceSeenFirstWhenItHadEnded_KeepsItsEnd()
    {
        Look(2, Seen(SeenState.Gone) with { End = new InstanceEnd("i-1") { At = Minute(1.5), IsReclaimed = false } });
        RentedInstance instance = Assert.Single(_history.Instances);
        Assert.Equal((Minute(1.5), Minute(2), false), (instance.EndedAt, instance.GoneAt, instance.IsReclaimed));
    }

    [Fact]
    public void Apply_BookOfBeforeEndsWereTold_EndsBetweenTheLooks()
    {
        Look(1, Seen(SeenState.Running));
        _history.Apply(new InstanceLook(Minute(2)) { Region = Region, Gone = ["i-1"], Ends = null });
        Assert.Equal((Minute(2), null), (Assert.Single(_history.Instances).GoneAt, Assert.Single(_history.Instances).EndedAt));
    }

    [Fact]
    public void Compare_NothingNew_IsEmpty()
    {
        Look(1, Seen(SeenState.Running));
        InstanceLook look = _history.Compare(Region, Minute(2), [Seen(SeenState.Running)]);
        Assert.Equal((0, 0, 0), (look.New.Count, look.Running.Count, look.Gone.Count));
    }

    [Fact]
    public void Compare_OtherRegion_DoesNotMissWhatIsElsewhere()
    {
        Look(1, Seen(SeenState.Running));
        Assert.Empty(_history.Compare("us-east-1", Minute(2), []).Gone);
    }

    [Fact]
    public void Apply_InstanceThatComesBackIntoTheListing_IsNotGone()
    {
        Look(1, Seen(SeenState.Running));
        Look(2);
        Look(3, Seen(SeenState.Running));
        RentedInstance instance = Assert.Single(_history.Instances);
        Assert.Null(instance.GoneAt);
        Assert.Equal((Minute(1), Minute(3)), (instance.RunningAt, instance.SeenAt));
    }

    [Fact]
    public void Estimate_LooksAtRandomMoments_FindTheDelay()
    {
        // A delay of 40 s +- 10 % seen by looks a minute apart.
        var dice = new Random(1);
        var bounds = new List<(TimeSpan, TimeSpan)>();
        for (int i = 0; i < 200; i++)
        {
            double delay = 36 + (8 * dice.NextDouble());
            double first = 60 * dice.NextDouble();
            bounds.Add((TimeSpan.FromSeconds(first < delay ? first : 0), TimeSpan.FromSeconds(first < delay ? first + 60 : first)));
        }

        Assert.InRange(StartDelay.Estimate(bounds).TotalSeconds, 36, 44);
        Assert.Equal(TimeSpan.Zero, StartDelay.Estimate([]));
    }

    private static DateTimeOffset Minute(double minute) => s_begin.AddMinutes(minute);

    private static SeenInstance Seen(SeenState state) => new("i-1", "c5.large", "eu-west-1a", true, s_begin, state);

    private void Look(int minute, params SeenInstance[] listed) => _history.Apply(_history.Compare(Region, Minute(minute), listed));
}
