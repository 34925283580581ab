using FsCheck;
using FsCheck.Fluent;
using HtcFlow.Core.Guards;
using HtcFlow.Core.Guards.Rates;

namespace HtcFlow.Core.Tests.Guards.Rates;

public sealed class PaceGuardTests
{
    // A task of an hour that brings a file of 1 MB each 7.5 s: a window of eight steps is a minute.
    private const double StepSeconds = 7.5;
    private const int Steps = 480;
    private static readonly GuardLimits s_limits = new() { Pace = GuardLimits.UsualShare };

    private static readonly SiblingPace s_siblings = new()
    {
        BytesPerSecond = 1e6 / StepSeconds,
        LowBytesPerSecond = 0.9e6 / StepSeconds,
        BytesOfTask = Steps * 1e6,
        SecondsOfStep = StepSeconds,
    };

    [Fact]
    public void Add_UsualAttemptWithNoise_IsKilledLessThanOnceInAThousand()
    {
        const int Attempts = 4_000;
        int kills = Enumerable.Range(0, Attempts).Count(seed => EndOf(new Course(seed, 1, 0)) is not null);

        Assert.True(kills < Attempts / 1000.0, $"{kills} of {Attempts} usual attempts were ended");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1200)]
    public void Add_HalfTheSpeed_IsSeenWithinThreeWindows(double slowFrom)
    {
        const int Attempts = 500;
        int seen = Enumerable.Range(0, Attempts).Count(seed => EndOf(new Course(seed, 2, slowFrom)) is { } end && IsSoon(end, slowFrom));

        Assert.True(seen >= Attempts * 0.95, $"{seen} of {Attempts} attempts were seen to be slow");

        // Windows are a minute; the first one of an attempt never counts.
        static bool IsSoon(double end, double slowFrom) => end <= slowFrom + ((slowFrom > 0 ? 3 : 4) * 60);
    }

    [Fact]
    public void Add_NothingToGain_GoesOn()
    {
        // Four minutes from its end even a slow attempt is done before another one has started and come so far.
        Assert.Null(EndOf(new Course(1, 2, 0) { DoneBytes = (Steps - 20) * 1e6 }));
        Assert.NotNull(EndOf(new Course(1, 2, 0)));
    }

    [Fact]
    public void Add_CheckpointOfAllThatIsDone_RaisesTheGain()
    {
        // Half is done; what is kept need not be made again elsewhere.
        Assert.NotNull(EndOf(new Course(1, 1.6, 0) { DoneBytes = Steps / 2 * 1e6, IsKept = true }));
        Assert.Null(EndOf(new Course(1, 1.6, 0) { DoneBytes = Steps / 2 * 1e6 }));
    }

    [Fact]
    public void Add_SiblingsThatDiffer_LowersTheBar()
    {
        SiblingPace mixed = s_siblings with { LowBytesPerSecond = s_siblings.BytesPerSecond / 2 };

        Assert.Null(EndOf(new Course(1, 1.5, 0) { Siblings = mixed }));
        Assert.NotNull(EndOf(new Course(1, 4, 0) { Siblings = mixed }));
    }

    [Fact]
    public void Add_NobodyKnowsSiblings_NeverEndsAnythingButKnowsItsOwnFall()
    {
        var guard = new PaceGuard(s_limits, null);
        double bytes = 0;
        for (int second = 0; second < 2400; second += 2)
        {
            bytes += second < 1200 ? 2e6 : 0.8e6;
            Assert.Null(guard.Add(TimeSpan.FromSeconds(second), bytes, second / 2, 0, default));
            Assert.False(second < 1200 && guard.IsSlow);
        }

        Assert.True(guard.IsSlow);
    }

    [Fact]
    public void Add_AnythingInTheFirstThreeWindows_EndsNothing() =>
        Prop.ForAll(Gen.Choose(0, 1_000_000).ListOf(118).ToArbitrary(), growth =>
        {
            var guard = new PaceGuard(s_limits, s_siblings);
            double bytes = 0;
            int second = 0;
            return growth.All(g => guard.Add(TimeSpan.FromSeconds(second += 2), bytes += g, second, 0, default) is null);
        }).QuickCheckThrowOnFailure();

    private static double? EndOf(Course course)
    {
        var noise = new GuardNoise(course.Seed);
        var guard = new PaceGuard(s_limits, course.Siblings);
        double bytes = course.DoneBytes;
        long steps = 0;
        double nextStep = Step(0);
        for (double now = 0; bytes < Steps * 1e6; now += 2)
        {
            while (nextStep <= now)
            {
                bytes += 1e6;
                steps++;
                nextStep += Step(nextStep);
            }

            if (guard.Add(TimeSpan.FromSeconds(now), bytes, steps, course.IsKept ? bytes : 0, default) is not null)
            {
                return now;
            }
        }

        return null;

        double Step(double at) => noise.Around(StepSeconds) * (at >= course.SlowFrom ? course.Slowness : 1);
    }

    private sealed record Course(int Seed, double Slowness, double SlowFrom)
    {
        public double DoneBytes { get; init; }

        public bool IsKept { get; init; }

        public SiblingPace Siblings { get; init; } = s_siblings;
    }
}
