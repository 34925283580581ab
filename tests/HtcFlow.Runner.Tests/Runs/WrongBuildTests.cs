using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Wire;

namespace HtcFlow.Runner.Tests.Runs;

/// <summary>Builds that meet an illegal instruction.</summary>
public sealed class WrongBuildTests : IDisposable
{
    private readonly RunnerBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Run_IllegalInstruction_GoesOneLevelDownInPlace()
    {
        string bad = _bench.Command("bad", "kill -ILL $$");
        string good = _bench.Command("good", "echo fine > a");
        StageOrder order = Orders.Script("", "", "a");
        order = order with
        {
            Stage = order.Stage with
            {
                Command = ["prog"],
                Binaries = [new BinarySpec { Name = "prog", Builds = [new(CpuLevel.Avx, bad, ""), new(CpuLevel.Base, good, "")] }],
            },
        };

        Assert.Equal(0, _bench.Run(order).ExitCode);
        Assert.Equal("base (after SIGILL in avx)", _bench.Accepted()!.Build);
    }

    [Fact]
    public void Run_IllegalInstructionAfterARestore_GoesOnFromTheCheckpoint()
    {
        StageOrder order = Orders.Script("", "echo half > .s; mv .s state-1.chk; exit 3", "a");
        order = order with { Stage = order.Stage with { Checkpoint = new CheckpointSpec { Files = ["state-*.chk"] } } };
        Assert.Equal(3, _bench.Run(order).ExitCode);

        string bad = _bench.Command("bad", "kill -ILL $$");
        string good = _bench.Command("good", "grep -q half state-1.chk && echo fine > a");
        order = order with
        {
            Attempt = 2,
            Stage = order.Stage with
            {
                Command = ["prog"],
                Binaries = [new BinarySpec { Name = "prog", Builds = [new(CpuLevel.Avx, bad, ""), new(CpuLevel.Base, good, "")] }],
            },
        };

        Assert.Equal(0, _bench.Run(order).ExitCode);
        Assert.Equal(("base (after SIGILL in avx)", 1), (_bench.Accepted()!.Build, _bench.Accepted()!.RestoredFrom));
    }

    [Fact]
    public async Task Run_IllegalInstructionAfterACheckpoint_GoesOnFromItAsIfItBeganThere()
    {
        string bad = _bench.Command(
            "bad",
            """
            echo from bad; echo spoilt > given; mkdir -p deep; echo 1 > deep/.t; mv deep/.t deep/track-1.dat
            echo half > .s; mv .s state-1.chk; until ls "$C"/manifest-* 2> "$SIGNS/none"; do sleep 0.02; done
            echo more > track-2.dat; echo never > late.dat; kill -ILL $$
            """);
        string good = _bench.Command(
            "good", "echo from good; grep -q half state-1.chk && grep -q bin given && [ ! -e late.dat ] && [ ! -e deep ] && echo other > track-2.dat");
        StageOrder order = TwoBuilds(bad, good, "deep/*.dat", "*.dat");
        order = order with
        {
            Stage = order.Stage with
            {
                Checkpoint = new CheckpointSpec { Files = ["state-*.chk"] },
                Inputs = [new InputSpec.PlainFile(_bench.Command("fresh", ""), "given", "", false)],
            },
        };

        RunnerEnd end = _bench.Run(order, ("C", Path.Combine(_bench.Store, "camp/t/00/sim/0/c")));

        Assert.Equal(0, end.ExitCode);
        AttemptReport report = _bench.Accepted()!;
        Assert.Equal(("base (after SIGILL in avx)", 1), (report.Build, report.RestoredFrom));
        Assert.Equal(["deep/track-1.dat", "track-2.dat"], report.Files.Select(f => f.Name));
        Assert.Equal("other\n", await _bench.ReadAsync(report.Files[1]));
        Assert.Contains("from bad", end.Output);
        Assert.Contains("from good", end.Output);
        Assert.Empty(_bench.ScratchLeft());
    }

    [Fact]
    public async Task Run_IllegalInstructionAfterOutputsWithoutCheckpoints_LeavesNothingOfThem()
    {
        string bad = _bench.Command("bad", "echo wrong > .t; mv .t a.dat; echo 1 > .t; mv .t b.dat; kill -ILL $$");
        string good = _bench.Command("good", "[ ! -e a.dat ] && echo right > a.dat");

        Assert.Equal(0, _bench.Run(TwoBuilds(bad, good, "*.dat")).ExitCode);

        AttemptReport report = _bench.Accepted()!;
        Assert.Equal(["a.dat"], report.Files.Select(f => f.Name));
        Assert.Equal("right\n", await _bench.ReadAsync(report.Files[0]));
        Assert.Equal([report.Files[0].Key], _bench.Keys("camp/t/00/sim/0/a1/").Where(k => k.Contains(".dat", StringComparison.Ordinal)));
    }

    private StageOrder TwoBuilds(string avx, string fallback, params string[] outputs)
    {
        StageOrder order = Orders.Script("", "", outputs);
        return order with
        {
            Stage = order.Stage with
            {
                Command = ["prog"],
                Binaries = [new BinarySpec { Name = "prog", Builds = [new(CpuLevel.Avx, avx, ""), new(CpuLevel.Base, fallback, "")] }],
            },
        };
    }
}
