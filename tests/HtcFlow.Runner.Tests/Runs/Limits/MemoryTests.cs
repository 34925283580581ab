using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Wire;

namespace HtcFlow.Runner.Tests.Runs.Limits;

/// <summary>A runner in a control group of its own whose command takes more memory than it may.</summary>
public sealed class MemoryTests : IDisposable
{
    private const long LimitBytes = 512L << 20;

    // Grows by 8 MiB each quarter of a second, in a process that holds what it has read until a line ends; SIGUSR1 asks the shell alone.
    private const string Hog = """
        echo begun > a.dat
        trap '' USR1
        { while :; do head -c 8388608 /dev/zero; sleep 0.25; done; } | tail > /dev/null &
        trap 'echo 7 > .s; mv .s state-7.chk' USR1
        while :; do wait; done
        """;

    private readonly RunnerBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Run_CommandGrowsBeyondItsShare_IsEndedBeforeTheKernelDoesItWithItsCheckpointInTheStore()
    {
        using var group = new MemoryGroup(LimitBytes);
        _bench.Through = group.Through;
        StageOrder order = Orders.Script("", Hog, "a.dat", "never.dat");

        // 230 MB: from there to the limit the command needs eight seconds, and the guard looks each two.
        RunnerEnd end = _bench.Run(order with
        {
            Stage = order.Stage with
            {
                Watch = new WatchSpec { Memory = 0.45 },
                Checkpoint = new CheckpointSpec { Files = ["state-*.chk"], Signal = "USR1" },
            },
        });

        Assert.Equal(137, end.ExitCode);
        AttemptReport report = _bench.Report();
        Assert.Equal((Outcome.Failed, 0.45), (report.Outcome, report.Limits!.Memory));
        Assert.Matches(@"^memory is running out: \d+\.\d MB of 536\.9 MB in use, the limit is 45 %$", report.Reason);
        Assert.Contains(report.Reason, end.Errors);
        Assert.Equal(["a.dat"], report.Files.Select(f => f.Name));
        Assert.Contains(_bench.Keys("camp/t/00/sim/0/c/"), key => key.Contains("manifest", StringComparison.Ordinal));
    }

    [Fact]
    public void Run_KernelIsFaster_SaysThatItWasTheKernel()
    {
        using var group = new MemoryGroup(256L << 20);
        _bench.Through = group.Through;

        RunnerEnd end = _bench.Run(Orders.Script("", "echo x > a.dat; exec tail /dev/zero", "a.dat"));

        Assert.Equal(137, end.ExitCode);
        Assert.Equal("the kernel killed the command because memory ran out (limit 268.4 MB)", _bench.Report().Reason);
        Assert.Equal(["a.dat"], _bench.Report().Files.Select(f => f.Name));
    }
}
