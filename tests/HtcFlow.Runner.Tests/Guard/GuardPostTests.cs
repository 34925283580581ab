using HtcFlow.Core.Guards;
using HtcFlow.Core.Guards.Rates;
using HtcFlow.Core.Wire;
using HtcFlow.Runner.Guard;
using HtcFlow.Runner.Watch;
using HtcFlow.Testing;

namespace HtcFlow.Runner.Tests.Guard;

/// <summary>Every guard, fed by a machine of files and a clock that a test moves.</summary>
public sealed class GuardPostTests : IDisposable
{
    private static readonly TimeSpan s_step = TimeSpan.FromSeconds(1);
    private readonly FakeTimeProvider _time = new();
    private readonly FakeMachine _machine = FakeMachine.Second();
    private readonly Progress _progress;
    private double _bandwidth = 20e9;
    private int _probes;

    public GuardPostTests()
    {
        _progress = new Progress(_time);
        Memory(1000, 100);
        _machine.Write("sys/fs/cgroup/memory.events", "oom_kill 5\n");
    }

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void Judge_NothingAsked_NeitherEndsNorProbes()
    {
        GuardPost post = Post(new GuardLimits());

        Assert.Null(Run(post, 3600, bytesPerSecond: 0));
        Assert.Equal(0, _probes);
    }

    [Fact]
    public void Judge_Walltime_EndsInTime()
    {
        GuardPost post = Post(new GuardLimits { Walltime = TimeSpan.FromSeconds(100) });

        Assert.Equal(GuardKind.Walltime, Run(post, 3600, 1)!.Guard);
        Assert.Equal(TimeSpan.FromSeconds(100), post.Elapsed);
    }

    [Fact]
    public void Judge_Silence_CountsFromTheLastGrowth()
    {
        GuardPost post = Post(new GuardLimits { Silence = TimeSpan.FromSeconds(50) });

        Assert.Null(Run(post, 100, 1));
        Assert.Equal(GuardKind.Silence, Run(post, 100, 0)!.Guard);
        Assert.Equal(TimeSpan.FromSeconds(150), post.Elapsed);
    }

    [Fact]
    public void Judge_Pace_EndsAfterThreeSlowWindows()
    {
        var siblings = new SiblingPace { BytesPerSecond = 1000, LowBytesPerSecond = 900, BytesOfTask = 3.6e6, SecondsOfStep = 1 };
        GuardPost post = Post(new GuardLimits { Pace = GuardLimits.UsualShare }, siblings);

        GuardVerdict? verdict = Run(post, 3600, 300);

        Assert.Equal((GuardKind.Pace, Outcome.Slow), (verdict!.Guard, verdict.Outcome));
        Assert.InRange(post.Elapsed, TimeSpan.FromSeconds(239), TimeSpan.FromSeconds(250));
        Assert.StartsWith("brings forth 300 B/s where siblings brought 1.0 kB/s", verdict.Reason);
    }

    [Fact]
    public void Judge_Bandwidth_NeedsTheAttemptToBeSlowToo()
    {
        GuardPost post = Post(new GuardLimits { BandwidthShare = GuardLimits.UsualShare });
        Assert.Null(Run(post, 1200, 1000));

        _bandwidth = 5e9;
        Assert.Null(Run(post, 1200, 1000));
        GuardVerdict? verdict = Run(post, 1200, 400);

        Assert.Equal((GuardKind.Bandwidth, Outcome.Slow), (verdict!.Guard, verdict.Outcome));
        Assert.InRange(_probes, 10, 300);
        Assert.Equal(5e9, post.Pace(post.Elapsed)!.BandwidthBytesPerSecond);
    }

    [Fact]
    public void Judge_MemoryNearTheLimit_EndsAsFailedAndNamesIt()
    {
        GuardPost post = Post(new GuardLimits { Memory = 0.9 });
        Assert.Null(Run(post, 60, 1));

        Memory(1000, 950);
        GuardVerdict? verdict = Run(post, 60, 1);

        Assert.Equal((Outcome.Failed, 137), (verdict!.Outcome, verdict.Exit));
        Assert.StartsWith("memory is running out", verdict.Reason);
    }

    [Fact]
    public void WhyKilled_KernelKilledForMemory_SaysSo()
    {
        GuardPost post = Post(new GuardLimits());
        Assert.Null(post.WhyKilled());

        _machine.Write("sys/fs/cgroup/memory.events", "oom_kill 6\n");

        Assert.Equal("the kernel killed the command because memory ran out (limit 1.0 GB)", post.WhyKilled());
    }

    [Fact]
    public void Wait_NothingAsked_IsHalfAMinute()
    {
        GuardPost post = Post(new GuardLimits());
        post.Judge();

        Assert.Equal(TimeSpan.FromSeconds(30), post.Wait());
    }

    [Fact]
    public void Pace_Attempt_TellsBytesAndSteps()
    {
        GuardPost post = Post(new GuardLimits());
        Run(post, 10, 7);

        Assert.Equal(new AttemptPace(70, 10, 10, 0), post.Pace(post.Elapsed));
    }

    private GuardPost Post(GuardLimits limits, SiblingPace? siblings = null)
    {
        var senses = new GuardSenses(_machine.Root, () =>
        {
            _probes++;
            return new BandwidthSample(_bandwidth, 100, TimeSpan.FromMilliseconds(30));
        });
        var post = new GuardPost(limits, siblings, new GuardSubject(_machine.Root, _progress, 0), senses, _time);
        post.Prepare();
        post.Begin();
        return post;
    }

    private GuardVerdict? Run(GuardPost post, int seconds, long bytesPerSecond)
    {
        for (int second = 0; second < seconds; second++)
        {
            _time.Advance(s_step);
            if (bytesPerSecond > 0)
            {
                _progress.CountGrowth(bytesPerSecond);
                _progress.LastGrowth = _time.GetTimestamp();
            }

            if (post.Judge() is { } verdict)
            {
                return verdict;
            }
        }

        return null;
    }

    private void Memory(long limitMegabytes, long usedMegabytes)
    {
        _machine.Write("sys/fs/cgroup/memory.max", $"{limitMegabytes * 1_000_000}\n");
        _machine.Write("sys/fs/cgroup/memory.current", $"{usedMegabytes * 1_000_000}\n");
        _machine.Write("sys/fs/cgroup/memory.stat", "file 0\nshmem 0\n");
    }
}
