using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Wire;
using HtcFlow.Testing.S3;

namespace HtcFlow.Runner.Tests.Runs.Buckets;

/// <summary>What a directory shows in the other classes, shown for a bucket on a bad day; the worst moments are dealt a fault each.</summary>
public sealed class BucketTests : IAsyncLifetime
{
    private StormyBucket _bucket = null!;

    private RunnerBench Bench => _bucket.Bench;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _bucket = await StormyBucket.OpenAsync(seed: 11);

    public ValueTask DisposeAsync() => _bucket.DisposeAsync();

    [Fact]
    public void Run_Outputs_AreInTheBucketWithReportAndLedgerKey()
    {
        const int Files = 40;
        _bucket.SpoilPut("/f-7.dat.lz4", ProxyFault.DropRequest);
        _bucket.SpoilPut("/accepted.json", ProxyFault.LoseReply);
        // Of 9 MiB and incompressible: written in parts.
        string script = $"i=0; while [ $i -lt {Files} ]; do echo $i > f-$i.dat; i=$((i+1)); done; head -c 9437184 /dev/urandom > big.dat; sha256sum < big.dat";

        RunnerEnd end = Bench.Run(Orders.Script("", script, "*.dat"));

        Assert.Equal(0, end.ExitCode);
        Dictionary<string, StoredFile> files = Bench.Accepted()!.Files.ToDictionary(f => f.Name);
        Assert.Equal(Files + 1, files.Count);
        Assert.Equal(Enumerable.Range(0, Files).Select(i => $"{i}\n"), Enumerable.Range(0, Files).Select(i => Bench.Read(files[$"f-{i}.dat"].Key)));
        Assert.StartsWith(files["big.dat"].Sha256, Bench.Read(LogOf(1)), StringComparison.Ordinal);
        Assert.Equal(Outcome.Succeeded, Assert.Single(Bench.Ledger()).Outcome);
        Assert.Contains(_bucket.Proxy.Requests, r => r.Asks("uploads") && r.Target.Contains("big", StringComparison.Ordinal));
        Assert.Empty(Bench.ScratchLeft());
    }

    [Fact]
    public async Task Run_OutputWrittenAnewAfterACheckpoint_LeavesTheOneThatTheCheckpointOwns()
    {
        Task committed = _bucket.Written("/c/manifest-000001-a1.json");
        _bucket.SpoilPut("/a.dat.lz4", ProxyFault.LoseReply);
        StageOrder order = WithCheckpoint(Orders.Script(
            "", "echo first > a.dat; echo 1 > .s; mv .s state-1.chk; until [ -e \"$SIGNS/go\" ]; do sleep 0.02; done; echo second > a.dat; exit 3", "a.dat"));
        using Process runner = Bench.Start(order);
        await committed;

        File.WriteAllText(Path.Combine(Bench.Signs, "go"), "");

        Assert.Equal(3, RunnerBench.End(runner).ExitCode);
        StoredFile owned = Assert.Single((await ManifestAsync(1)).Outputs);
        StoredFile last = Assert.Single(Bench.Report().Files);
        Assert.NotEqual(owned.Key, last.Key);
        Assert.Equal(("first\n", "second\n"), (Bench.Read(owned.Key), Bench.Read(last.Key)));
    }

    [Fact]
    public async Task Run_RunnerKilled_TheNextAttemptGoesOnFromTheCheckpointAndOwnsItsOutputs()
    {
        Task committed = _bucket.Written("/c/manifest-000001-a1.json");
        _bucket.SpoilPut("/c/manifest-000001-a1.json", ProxyFault.LoseReply);
        _bucket.SpoilGet("/c/manifest-000001-a1.json", ProxyFault.TruncateReply);
        _bucket.SpoilGet("/state-1.chk.lz4", ProxyFault.TruncateReply);
        const string Script = "if [ -e state-1.chk ]; then cat state-1.chk > last.dat; exit 0; fi; "
            + "echo $$ > \"$SIGNS/pid\"; echo early > early.dat; echo half > .s; mv .s state-1.chk; exec sleep 300";
        StageOrder order = WithCheckpoint(Orders.Script("", Script, "*.dat"));
        using (Process victim = Bench.Start(order))
        {
            await committed;
            victim.Kill();
            await victim.WaitForExitAsync(Token);
        }

        Programs.Run("kill", "-KILL", (await File.ReadAllTextAsync(Path.Combine(Bench.Signs, "pid"), Token)).Trim());

        Assert.Equal(0, Bench.Run(order with { Attempt = 2 }).ExitCode);
        AttemptReport report = Bench.Accepted()!;
        Assert.Equal((2, 1), (report.Attempt, report.RestoredFrom));
        Assert.Equal(
            [("early.dat", 1, "early\n"), ("last.dat", 2, "half\n")],
            report.Files.OrderBy(f => f.Name).Select(f => (f.Name, f.Key.Contains("/a1/", StringComparison.Ordinal) ? 1 : 2, Bench.Read(f.Key))));
    }

    [Fact]
    public void Term_ShipsWhatIsCompleteAndIsForAnotherAttempt()
    {
        using Process runner = Bench.Start(Orders.Script(
            "", "trap 'echo b > b.dat; exit 3' TERM; echo a > a.dat; touch \"$SIGNS/ready\"; while :; do sleep 0.02; done", "*.dat", "never"));
        Bench.WaitForSign("ready");

        Programs.Run("kill", "-TERM", runner.Id.ToString(CultureInfo.InvariantCulture));

        Assert.Equal(ExitCode.TryAgain, RunnerBench.End(runner).ExitCode);
        Assert.Equal(Outcome.Preempted, Bench.Report().Outcome);
        Assert.Equal(["a\n", "b\n"], Bench.Report().Files.OrderBy(f => f.Name).Select(f => Bench.Read(f.Key)));
    }

    [Fact]
    public void Run_PackOfThree_EachHasItsOwnEnd()
    {
        StageOrder order = Orders.For("", ["/bin/sh", "-c", "echo ${n} > out.dat; [ ${n} != 1 ] || exit 5"], 3);

        RunnerEnd end = Bench.Run(order with { Stage = order.Stage with { Outputs = [new OutputSpec.Matching("out.dat", false)] } });

        Assert.Equal(1, end.ExitCode);
        Assert.Equal([0, 5, 0], Bench.Ledger().Select(k => k.Exit));
        Assert.Equal("0\n2\n", string.Concat(new[] { 0, 2 }.Select(index => Bench.Read(Assert.Single(Bench.Accepted(index)!.Files).Key))));
        Assert.Null(Bench.Accepted(1));
    }

    [Fact]
    public async Task Run_Inputs_StandInScratchWhole()
    {
        // Above 32 MiB an object is read in ranges, side by side.
        byte[] large = RandomNumberGenerator.GetBytes((33 << 20) + 5);
        string data = await PutInputAsync(large), template = await PutInputAsync("seed = ${n:03}\n"u8.ToArray());
        _bucket.SpoilGet("/" + data, ProxyFault.TruncateReply);
        _bucket.SpoilGet("/" + template, ProxyFault.InternalError);
        StageOrder order = Orders.For("", ["/bin/sh", "-c", "sha256sum < data.bin; cat in.txt"]);

        RunnerEnd end = Bench.Run(WithInputs(order, new InputSpec.PlainFile("/src", "data.bin", data, false), new InputSpec.RenderedFile("/src", "in.txt", template)));

        Assert.Equal(0, end.ExitCode);
        Assert.Equal($"{data}  -\nseed = 000\n", Bench.Read(LogOf(1)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_InputMissingOrDamaged_DoesNotStartTheCommand(bool isThere)
    {
        string sha256 = new('0', 64);
        if (isThere)
        {
            await _bucket.Behind.PutAsync(StoreLayout.Input(Orders.Campaign, sha256), new MemoryStream([1]), PutCondition.Always, Token);
        }

        RunnerEnd end = Bench.Run(WithInputs(Orders.Script("", "touch \"$SIGNS/ran\""), new InputSpec.PlainFile("/src/x", "x", sha256, false)));

        Assert.Equal(ExitCode.InputMissing, end.ExitCode);
        Assert.Contains("missing or damaged", Bench.Report().Reason);
        Assert.Empty(Directory.GetFiles(Bench.Signs));
    }

    [Fact]
    public void Run_Zombie_CannotOverwriteTheAcceptedReport()
    {
        using Process zombie = Bench.Start(Orders.Script(
            "", "touch \"$SIGNS/started\"; until [ -e \"$SIGNS/go\" ]; do sleep 0.02; done; echo 1 > a", "a"));
        Bench.WaitForSign("started");
        _bucket.SpoilPut("/accepted.json", ProxyFault.LoseReply);
        Assert.Equal(0, Bench.Run(Orders.Script("", "echo 2 > a", "a") with { Attempt = 2 }).ExitCode);

        _bucket.SpoilPut("/accepted.json", ProxyFault.Conflict);
        File.WriteAllText(Path.Combine(Bench.Signs, "go"), "");

        Assert.Equal(0, RunnerBench.End(zombie).ExitCode);
        Assert.Equal(2, Bench.Accepted()!.Attempt);
        Assert.Equal("2\n", Bench.Read(Assert.Single(Bench.Accepted()!.Files).Key));
        Assert.All(Bench.Ledger(), k => Assert.Equal(Outcome.Succeeded, k.Outcome));
    }

    [Fact]
    public void RunAlone_ThreeTimes_FailsGoesOnAndIsNotRunAgain()
    {
        string[] flags = ["--store", Bench.Store, "--name", "camp", "--index", "5", "--output", "*.dat", "--checkpoint", "state"];
        RunnerEnd first = Bench.RunAlone([.. flags, "--", "/bin/sh", "-c", "echo one > state; echo 1 > a.dat; exit 9"]);
        RunnerEnd second = Bench.RunAlone([.. flags, "--", "/bin/sh", "-c", "cat state > b.dat; env"]);
        RunnerEnd third = Bench.RunAlone([.. flags, "--", "/bin/sh", "-c", "echo never"]);

        Assert.Equal((9, 0, 0), (first.ExitCode, second.ExitCode, third.ExitCode));
        Assert.Equal("one\n", Bench.Read(StoreLayout.Task("camp", "run", 5) + "a2/b.dat.lz4"));
        Assert.DoesNotContain(S3Gateway.Shared.SecretKey, second.Output, StringComparison.Ordinal);
        Assert.Equal("", third.Output);
        Assert.Contains("has succeeded before", third.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void RunAlone_StoreThatRefuses_IsOneClearLine()
    {
        using Process runner = Bench.StartAlone(["--store", Bench.Store, "--", "/bin/sh", "-c", "touch ran"], ("AWS_SECRET_ACCESS_KEY", "wrong"));

        RunnerEnd end = RunnerBench.End(runner);

        Assert.Equal(ExitCode.StoreFailed, end.ExitCode);
        string line = Assert.Single(end.Errors.TrimEnd('\n').Split('\n'));
        Assert.Contains("check AWS_SECRET_ACCESS_KEY", line, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Bench.Signs));
    }

    private static string LogOf(int attempt) =>
        string.Create(CultureInfo.InvariantCulture, $"{StoreLayout.Task(Orders.Campaign, Orders.Stage, 0)}a{attempt}/.htcflow/stdout.lz4");

    private static StageOrder WithCheckpoint(StageOrder order) =>
        order with { Stage = order.Stage with { Checkpoint = new CheckpointSpec { Files = ["state-*.chk"] } } };

    private static StageOrder WithInputs(StageOrder order, params InputSpec[] inputs) =>
        order with { Stage = order.Stage with { Inputs = inputs } };

    private async Task<string> PutInputAsync(byte[] content)
    {
        string sha256 = Convert.ToHexStringLower(SHA256.HashData(content));
        await _bucket.Behind.PutAsync(StoreLayout.Input(Orders.Campaign, sha256), new MemoryStream(content), PutCondition.Always, Token);
        return sha256;
    }

    private async Task<CheckpointManifest> ManifestAsync(int sequence)
    {
        await using Stream content = (await _bucket.Behind.OpenAsync(
            StoreLayout.CheckpointManifest(Orders.Campaign, Orders.Stage, 0, sequence, attempt: 1), Token))!;
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes, Token);
        return CheckpointManifest.Open(bytes.ToArray())!;
    }
}
