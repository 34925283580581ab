using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Wire;
using HtcFlow.Objects.Transfer;
using HtcFlow.Testing;

namespace HtcFlow.Acceptance.Chaos;

/// <summary>One task, attempt after attempt, whose runner or command is killed at random moments until it succeeds all the same.</summary>
internal sealed class ChaosTask : IDisposable
{
    /// <summary>Steps from one checkpoint to the next.</summary>
    public const int Every = 8;

    private const string Campaign = "chaos";
    private const string Stage = "chain";
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);

    private readonly TempDirectory _root = new();
    private readonly Chain _chain;
    private readonly long _index;
    private readonly string _address;
    private readonly IObjectStore _store;
    private readonly IReadOnlyDictionary<string, string> _environment;
    private readonly Random _dice;
    private readonly bool _isSet;
    private readonly ChaosPace _pace;
    private string _victim = "";

    /// <summary>Prepares a task.</summary>
    /// <param name="chain">What it has to come to.</param>
    /// <param name="index">Its index, also the seed of what befalls it.</param>
    /// <param name="address">Store as the runner is told, perhaps by way of a proxy.</param>
    /// <param name="store">The same store, opened past the proxy.</param>
    /// <param name="environment">Variables of the runner.</param>
    /// <param name="pace">How fast it goes, and how soon it is killed.</param>
    public ChaosTask(Chain chain, long index, string address, IObjectStore store, IReadOnlyDictionary<string, string> environment, ChaosPace pace)
    {
        _pace = pace;
        _chain = chain;
        _index = index;
        _address = address;
        _store = store;
        _environment = environment;
        _dice = new Random((int)index);
        _isSet = index % 2 == 1;
    }

    /// <summary>Kills that struck.</summary>
    public int Kills { get; private set; }

    /// <summary>Steps that each kill cost beyond those that no checkpoint can save: those since the last checkpoint that was complete.</summary>
    public List<int> StepsLost { get; } = [];

    private string Log => _root.At("log");

    public void Dispose() => _root.Dispose();

    /// <summary>Runs the task until it has succeeded.</summary>
    /// <param name="mayKill">Whether there is still somebody to be killed.</param>
    public async Task RunAsync(Func<bool> mayKill)
    {
        int committed = 0;
        for (int attempt = 1; ; attempt++)
        {
            Assert.True(attempt < 200, $"task {_index} does not end");
            string[] before = Lines();
            ProgramRun run = ProgramRun.Start(Products.Runner, [], VariablesFor(attempt));
            bool isKilled = mayKill() && Strike(run);
            int code = run.Wait(s_patience);
            EndOrphans();
            int reached = Check(before.Length, committed, run);
            if (code == ExitCode.Success && !isKilled)
            {
                break;
            }

            Assert.True(isKilled, $"attempt {attempt} of task {_index} ended with {code}: {run.Error}");
            committed = await NewestCheckpointAsync();
            StepsLost.Add(reached - committed);
        }

        await VerifyAsync();
    }

    /// <summary>Waits a random moment and kills the runner, or the command alone, in which case the runner has to tell of it.</summary>
    private bool Strike(ProgramRun run)
    {
        // From before the command starts to several checkpoints later.
        TimeSpan wait = TimeSpan.FromMilliseconds(15) + (_dice.NextDouble() * _pace.LongestWait);
        var waited = Stopwatch.StartNew();
        while (waited.Elapsed < wait)
        {
            if (run.HasEnded)
            {
                return false;
            }

            Thread.Sleep(1);
        }

        var killer = new Killer(_root.Root, _dice);
        _victim = _dice.Next(2) == 0 ? "htcflow-runner" : "bash";
        if (!killer.Kill(_victim))
        {
            return false;
        }

        Kills++;
        return true;
    }

    /// <summary>What a container's end would take along.</summary>
    private void EndOrphans()
    {
        var killer = new Killer(_root.Root, _dice);
        var waited = Stopwatch.StartNew();
        while (killer.KillAll() > 0)
        {
            Assert.True(waited.Elapsed < s_patience, "processes that cannot be killed");
            Thread.Sleep(1);
        }
    }

    /// <summary>Looks at what an attempt told: it went on from a true state, and from one no older than what had been committed.</summary>
    /// <returns>The step that it reached.</returns>
    private int Check(int from, int committed, ProgramRun run)
    {
        int reached = committed;
        foreach (string line in Lines().Skip(from))
        {
            string[] words = line.Split(' ');
            Assert.True(words[0] != "torn", $"task {_index} was given a torn checkpoint: {line}");
            int step = words.Length > 1 && int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;
            if (words[0] == "begin")
            {
                Assert.Equal("begin " + _chain.State(step), line);
                Assert.True(step >= committed, $"task {_index} went on from step {step} although {committed} was committed: {run.Error}");
            }

            reached = Math.Max(reached, step);
        }

        return reached;
    }

    private async Task<int> NewestCheckpointAsync()
    {
        int newest = 0;
        var manifests = new List<string>();
        await foreach (ObjectInfo info in _store.ListAsync(StoreLayout.Checkpoints(Campaign, Stage, _index), "", CancellationToken.None))
        {
            if (info.Key.EndsWith(".json", StringComparison.Ordinal))
            {
                manifests.Add(info.Key);
            }
        }

        foreach (string key in manifests)
        {
            await using Stream content = (await _store.OpenAsync(key, CancellationToken.None))!;
            using var bytes = new MemoryStream();
            await content.CopyToAsync(bytes);
            CheckpointManifest? manifest = CheckpointManifest.Open(bytes.ToArray());
            Assert.True(manifest is not null, $"{key} is torn");
            HashSet<string> outputs = [.. manifest.Outputs.Select(f => f.Name)];
            foreach (StoredFile file in manifest.Files)
            {
                string state = await ReadAsync(file);
                int step = int.Parse(state.Split(' ')[0], CultureInfo.InvariantCulture);
                Assert.Equal(_chain.State(step) + "\n", state);
                newest = Math.Max(newest, step);
                Assert.All(Enumerable.Range(1, step).Select(NameOf), name =>
                    Assert.True(outputs.Contains(name), $"{key} of step {step} does not own {name}; after the kill of {_victim}"));
            }
        }

        return newest;
    }

    private async Task VerifyAsync()
    {
        await using Stream content = (await _store.OpenAsync(StoreLayout.Accepted(Campaign, Stage, _index), CancellationToken.None))!;
        AttemptReport report = (await JsonSerializer.DeserializeAsync(content, WireJson.Default.AttemptReport))!;
        Dictionary<string, StoredFile> files = report.Files.ToDictionary(f => f.Name, StringComparer.Ordinal);
        for (int step = 1; step <= _chain.Steps; step++)
        {
            string name = NameOf(step);
            Assert.True(files.TryGetValue(name, out StoredFile? file), $"task {_index} lost {name}");
            Assert.Equal(_chain.Output(step), await ReadAsync(file));
        }
    }

    private static string NameOf(int step) => string.Create(CultureInfo.InvariantCulture, $"out-{step}.dat");

    private async Task<string> ReadAsync(StoredFile file)
    {
        string path = _root.At("read");
        await FileTransfer.PullAsync(_store, file, path, CancellationToken.None);
        return await File.ReadAllTextAsync(path);
    }

    private string[] Lines() => File.Exists(Log) ? File.ReadAllLines(Log) : [];

    private Dictionary<string, string> VariablesFor(int attempt)
    {
        var order = new StageOrder
        {
            Campaign = Campaign,
            Store = _address,
            Array = 1,
            Attempt = attempt,
            Indices = _index.ToString(CultureInfo.InvariantCulture),
            Pack = 1,
            Stage = new StageSpec
            {
                Name = Stage,
                Sweep = new Sweep([new Dimension([new Axis("n", new AxisValues.Integers(0, 1, 100_000))])]),
                Command = ["bash", Path.Combine(SourceTree.Root, "tests/HtcFlow.Acceptance/Chaos/chain.sh"), _isSet ? "set" : "single",
                    _chain.Steps.ToString(CultureInfo.InvariantCulture), Every.ToString(CultureInfo.InvariantCulture),
                    _pace.Step.TotalSeconds.ToString(CultureInfo.InvariantCulture), Log],
                Outputs = [new OutputSpec.Matching("out-*.dat", false)],
                Checkpoint = _isSet
                    ? new CheckpointSpec { Files = ["first.chk", "second.chk"], CommitOn = "done.chk" }
                    : new CheckpointSpec { Files = ["state-*.chk"] },
            },
        };
        return new Dictionary<string, string>(_environment)
        {
            [RunnerEnvironment.Order] = OrderCodec.Format(order),
            [RunnerEnvironment.Scratch] = Directory.CreateDirectory(_root.At("scratch")).FullName,
            [RunnerEnvironment.Cache] = _root.At("cache"),
            [RunnerEnvironment.Grace] = "1",
            ["TMPDIR"] = _root.Root,
        };
    }
}
