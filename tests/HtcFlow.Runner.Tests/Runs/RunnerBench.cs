using System.Diagnostics;
using System.Text.Json;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Wire;
using HtcFlow.Objects.Stores;
using HtcFlow.Objects.Transfer;
using HtcFlow.Testing;

namespace HtcFlow.Runner.Tests.Runs;

/// <summary>Runs the built runner as a process of its own, with a store, scratch and cache of its own.</summary>
internal sealed class RunnerBench : IDisposable
{
    private readonly TempDirectory _root = new();
    private readonly IObjectStore? _behind;
    private readonly IReadOnlyDictionary<string, string> _environment;

    /// <summary>Address of the store as the runner is told.</summary>
    public string Store { get; }

    private IObjectStore Behind => _behind ?? ObjectStores.Open(Store);

    public string Scratch => _root.At("scratch");

    /// <summary>A directory in which commands and tests can leave each other signs.</summary>
    public string Signs => _root.At("signs");

    /// <summary>The runner: beside the tests it lies as any other program of this framework; the variable names a published one.</summary>
    public static string Program { get; } =
        Environment.GetEnvironmentVariable("HTCFLOW_TEST_RUNNER") ?? Path.Combine(AppContext.BaseDirectory, "htcflow-runner");

    /// <summary>Words of a program that starts the runner in its turn, for example within limits; none to start it directly.</summary>
    public IReadOnlyList<string> Through { get; set; } = [];

    /// <summary>A bench whose store is a directory.</summary>
    public RunnerBench()
        : this("", null, new Dictionary<string, string>())
    {
    }

    /// <summary>A bench with a store of any kind.</summary>
    /// <param name="store">Address as the runner is told, perhaps by way of a proxy; empty for a directory of the bench's own.</param>
    /// <param name="behind">The same store as the test itself looks into it; null for one that the address opens.</param>
    /// <param name="environment">Variables of every runner.</param>
    public RunnerBench(string store, IObjectStore? behind, IReadOnlyDictionary<string, string> environment)
    {
        Store = store.Length > 0 ? store : _root.At("store");
        _behind = behind;
        _environment = environment;
        Directory.CreateDirectory(Scratch);
        Directory.CreateDirectory(Signs);
    }

    /// <summary>Starts the runner.</summary>
    public Process Start(StageOrder order, params (string Name, string Value)[] variables)
    {
        ProcessStartInfo start = Command([]);
        start.Environment[RunnerEnvironment.Order] = OrderCodec.Format(order with { Store = Store });
        start.Environment[RunnerEnvironment.Scratch] = Scratch;
        start.Environment[RunnerEnvironment.Cache] = _root.At("cache");
        start.Environment[RunnerEnvironment.Machine] = "bench";
        start.Environment[RunnerEnvironment.Host] = "bench-7";
        start.Environment[RunnerEnvironment.Grace] = "60";
        return StartWith(start, variables);
    }

    /// <summary>Starts the runner with a command line and no order.</summary>
    public Process StartAlone(IEnumerable<string> arguments, params (string Name, string Value)[] variables)
    {
        ProcessStartInfo start = Command(arguments);
        start.RedirectStandardInput = true;
        start.WorkingDirectory = Signs;
        start.Environment[RunnerEnvironment.Scratch] = Scratch;
        start.Environment[RunnerEnvironment.Cache] = _root.At("cache");
        return StartWith(start, variables);
    }

    private Process StartWith(ProcessStartInfo start, (string Name, string Value)[] variables)
    {
        start.Environment["SIGNS"] = Signs;
        foreach ((string name, string value) in _environment.Select(e => (e.Key, e.Value)).Concat(variables))
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>Runs a command line to its end.</summary>
    public RunnerEnd RunAlone(params string[] arguments)
    {
        using Process process = StartAlone(arguments);
        return End(process);
    }

    /// <summary>Runs to the end.</summary>
    public RunnerEnd Run(StageOrder order, params (string Name, string Value)[] variables)
    {
        using Process process = Start(order, variables);
        return End(process);
    }

    /// <summary>Waits for the end.</summary>
    public static RunnerEnd End(Process process)
    {
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return new RunnerEnd(process.ExitCode, errors, output.Result);
    }

    /// <summary>Blocks until the runner has said something.</summary>
    public static void WaitForError(Process process, string part)
    {
        while (process.StandardError.ReadLine() is { } line)
        {
            if (line.Contains(part, StringComparison.Ordinal))
            {
                return;
            }
        }

        Assert.Fail($"'{part}' was not said");
    }

    /// <summary>Blocks until a file appears among the signs.</summary>
    public void WaitForSign(string name) => Wait.ForFile(Path.Combine(Signs, name));

    /// <summary>Names of the ledger keys, in order.</summary>
    public IReadOnlyList<LedgerKey> Ledger() =>
        [.. Keys("camp/l/").Select(k => LedgerKey.Parse(k.AsSpan(k.LastIndexOf('/') + 1))!).OrderBy(k => (k.Index, k.Attempt))];

    /// <summary>The accepted report of a task; null when there is none.</summary>
    public AttemptReport? Accepted(long index = 0, string stage = Orders.Stage)
    {
        string key = StoreLayout.Accepted(Orders.Campaign, stage, index);
        return Keys(key).Count > 0 ? ReportAt(key) : null;
    }

    /// <summary>The report in the body of the only ledger key that has one.</summary>
    public AttemptReport Report() => ReportAt(List("camp/l/").Single(o => o.Bytes > 0).Key);

    /// <summary>Every key of the store below a prefix.</summary>
    public IReadOnlyList<string> Keys(string prefix = "camp/") => [.. List(prefix).Select(o => o.Key)];

    /// <summary>Content of a stored file, decompressed.</summary>
    public string Read(string key)
    {
        string path = _root.At("read-" + Guid.NewGuid().ToString("N"));
        FileTransfer.PullAsync(Behind, new StoredFile("", key, 0, 0, "", 0), path, TestContext.Current.CancellationToken).GetAwaiter().GetResult();
        return File.ReadAllText(path);
    }

    private List<ObjectInfo> List(string prefix) => [.. Behind.ListAsync(prefix, "", TestContext.Current.CancellationToken).ToBlockingEnumerable()];

    private AttemptReport ReportAt(string key) => JsonSerializer.Deserialize(Read(key), WireJson.Default.AttemptReport)!;

    /// <summary>What is left of scratch directories.</summary>
    public IReadOnlyList<string> ScratchLeft() =>
        [.. Directory.EnumerateDirectories(Scratch).SelectMany(Directory.EnumerateFileSystemEntries)];

    /// <summary>Makes a shell script that can be run.</summary>
    public string Command(string name, string script)
    {
        string path = Path.Combine(Signs, name);
        File.WriteAllText(path, "#!/bin/sh\n" + script + "\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    /// <summary>The content of a file in the store.</summary>
    public async Task<string> ReadAsync(StoredFile file)
    {
        string path = Path.Combine(Signs, "read");
        await using IObjectStore store = ObjectStores.Open(Store);
        await FileTransfer.PullAsync(store, file, path, TestContext.Current.CancellationToken);
        return await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
    }

    public void Dispose() => _root.Dispose();

    private ProcessStartInfo Command(IEnumerable<string> arguments)
    {
        string[] words = [.. Through, Program, .. arguments];
        return new ProcessStartInfo(words[0], words[1..]) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
    }
}
