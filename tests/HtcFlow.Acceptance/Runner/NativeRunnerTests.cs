using System.Diagnostics;
using System.Globalization;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Wire;
using HtcFlow.Testing;

namespace HtcFlow.Acceptance.Runner;

/// <summary>The published, native runner as the schedulers meet it.</summary>
public sealed class NativeRunnerTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan s_start = TimeSpan.FromMilliseconds(40);

    private readonly TempDirectory _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public void Run_All256ExitCodes_AreInTheLedger()
    {
        ProgramRun run = Start(Order("exit $HTCFLOW_TASK_INDEX", 256));

        Assert.Equal(1, run.Wait(s_patience));
        Assert.Equal(Enumerable.Range(0, 256), Ledger().OrderBy(k => k.Index).Select(k => k.Exit));
    }

    [Fact]
    public void Run_ToldToStop_ShipsTheCheckpointAndExits75()
    {
        StageOrder order = Order($"echo 1 > .s; mv .s state-1.chk; touch {_root.At("ready")}; while :; do sleep 0.05; done", 1);
        ProgramRun run = Start(order with { Stage = order.Stage with { Checkpoint = new CheckpointSpec { Files = ["state-*.chk"] } } });
        WaitFor(() => File.Exists(_root.At("ready")));

        Signal(run, "TERM");

        Assert.Equal(ExitCode.TryAgain, run.Wait(s_patience));
        Assert.Equal(Outcome.Preempted, Assert.Single(Ledger()).Outcome);
        Assert.Contains(_root.Files(), f => f.EndsWith("c/manifest-000001-a1.json", StringComparison.Ordinal));
    }

    [Fact]
    public void Run_KilledInTheMiddleOfAnUpload_LeavesNothingTorn()
    {
        // Random bytes do not compress: the upload takes long enough to be met in the middle.
        StageOrder order = Order("head -c 400000000 /dev/urandom > big.dat; sleep 60", 1);
        ProgramRun run = Start(order with { Stage = order.Stage with { Outputs = [new OutputSpec.Matching("big.dat", false)] } });
        WaitFor(() => Directory.Exists(_root.At("store")) && HasTemporary(1_000_000));

        Signal(run, "KILL");
        run.Wait(s_patience);

        Assert.Empty(Ledger());
        // The kill may have come too late: then it is there, and whole.
        Assert.All(
            _root.Files().Where(f => f.EndsWith("big.dat.lz4", StringComparison.Ordinal)),
            f => Assert.True(new FileInfo(_root.At(f)).Length >= 400_000_000, "torn"));
    }

    [Fact]
    public void Run_TrivialCommand_StartsWithin20Milliseconds()
    {
        // The best of many: what other work on the machine costs is not the runner's.
        var best = TimeSpan.MaxValue;
        for (int attempt = 1; attempt <= 20 || (attempt <= 400 && best >= s_start); attempt++)
        {
            StageOrder order = Order("true", 1) with { Attempt = attempt };
            string packed = OrderCodec.Format(order with { Stage = order.Stage with { Command = ["date", "+%s%N"] } });
            long begin = Stopwatch.GetTimestamp();
            Assert.Equal(0, Start(packed).Wait(s_patience));
            best = TimeSpan.FromTicks(Math.Min(best.Ticks, Stopwatch.GetElapsedTime(begin).Ticks));
        }

        Assert.True(best < s_start, $"the whole run took {best.TotalMilliseconds} ms at best; 20 ms to start are half of it");
    }

    private static void Signal(ProgramRun run, string name) =>
        ProgramRun.Start("kill", ["-" + name, run.Id.ToString(CultureInfo.InvariantCulture)]).WaitForSuccess();

    private static void WaitFor(Func<bool> condition)
    {
        var waited = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(waited.Elapsed < s_patience, "what was waited for did not happen");
            Thread.Sleep(5);
        }
    }

    private StageOrder Order(string script, int count) => new()
    {
        Campaign = "camp",
        Store = _root.At("store"),
        Array = 1,
        Attempt = 1,
        Indices = IndexSet.Range(0, count).ToString(),
        Pack = count,
        Stage = new StageSpec
        {
            Name = "sim",
            Sweep = new Sweep([new Dimension([new Axis("n", new AxisValues.Integers(0, 1, count))])]),
            Command = ["/bin/sh", "-c", script],
        },
    };

    private ProgramRun Start(StageOrder order) => Start(OrderCodec.Format(order));

    private ProgramRun Start(string order) => ProgramRun.Start(Products.Runner, [], new Dictionary<string, string>
    {
        [RunnerEnvironment.Order] = order,
        [RunnerEnvironment.Scratch] = Directory.CreateDirectory(_root.At("scratch")).FullName,
        [RunnerEnvironment.Cache] = _root.At("cache"),
    });

    private bool HasTemporary(long bytes)
    {
        try
        {
            return new DirectoryInfo(_root.At("store")).EnumerateFiles(".htcflow-*.tmp", SearchOption.AllDirectories).Any(f => f.Length > bytes);
        }
        catch (FileNotFoundException)
        {
            return false; // it was renamed between the listing and the look
        }
    }

    private List<LedgerKey> Ledger() =>
        [.. _root.Files().Where(f => f.StartsWith("store/camp/l/", StringComparison.Ordinal)).Select(f => LedgerKey.Parse(Path.GetFileName(f))!)];
}
