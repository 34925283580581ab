using HtcFlow.Backends.Commands;
using HtcFlow.Backends.GridEngine;
using HtcFlow.Core.Ports;
using HtcFlow.Testing;
using HtcFlow.Testing.GridEngine;

namespace HtcFlow.Backends.Tests.GridEngine;

/// <summary>The backend on stage, on the real cell of this test run.</summary>
internal sealed class GridEngineStage : IBackendStage
{
    private readonly TempDirectory _directory = new();

    private GridEngineStage(Func<GridEngineOptions, GridEngineOptions>? change)
    {
        GridCell cell = GridCell.Shared;
        var options = new GridEngineOptions
        {
            SpoolDirectory = _directory.At("spool"),
            RunnerPath = Path.Combine(AppContext.BaseDirectory, "GridEngine", "standin.sh"),
            CommandDirectory = cell.CommandDirectory,
            CommandEnvironment = cell.Environment,
            AccountingLag = TimeSpan.FromSeconds(20),
            NewsInterval = TimeSpan.FromMilliseconds(50),
            Queue = "all.q",
        };
        Options = change?.Invoke(options) ?? options;
        Commands = new WatchedCommands(new LocalCommands(Options.CommandEnvironment, Options.CommandTimeout, TimeProvider.System));
    }

    internal GridEngineOptions Options { get; set; }

    internal WatchedCommands Commands { get; }

    internal GridEngineBackend? GridEngine { get; private set; }

    public IBackend Backend => GridEngine!;

    public long Effort => GridEngine!.ProcessesStarted;

    /// <summary>Elements in the order of their starts.</summary>
    internal IReadOnlyList<string> Starts => File.Exists(Gate + ".starts") ? File.ReadAllLines(Gate + ".starts") : [];

    internal string Gate => _directory.At("gate");

    internal static async Task<GridEngineStage> OpenAsync(Func<GridEngineOptions, GridEngineOptions>? change = null)
    {
        var stage = new GridEngineStage(change);
        await stage.ReopenAsync();
        return stage;
    }

    /// <summary>Ends the backend as a crash would, and opens another one.</summary>
    internal async Task ReopenAsync()
    {
        if (GridEngine is not null)
        {
            await GridEngine.DisposeAsync();
        }

        GridEngine = await GridEngineBackend.OpenAsync(Options, Commands, TimeProvider.System, TestContext.Current.CancellationToken);
    }

    internal string At(string name) => _directory.At(name);

    /// <summary>Waits until tasks, from 1, can take a request to stop.</summary>
    internal Task HeldAsync(params int[] tasks) => Script.SoonAsync(() => Array.TrueForAll(tasks, task => File.Exists($"{Gate}.held.{task}")));

    /// <summary>Waits until held tasks have let go.</summary>
    internal Task LeftAsync(params int[] tasks) => Script.SoonAsync(() => Array.TrueForAll(tasks, task => File.Exists($"{Gate}.left.{task}")));

    public ArrayAsk Prepare(ArrayAsk ask) => ask with
    {
        Environment = new Dictionary<string, string>(ask.Environment, StringComparer.Ordinal) { ["TEST_GATE"] = Gate },
    };

    public Task ReleaseAsync() => File.WriteAllTextAsync(Gate, "");

    public async ValueTask DisposeAsync()
    {
        await ReleaseAsync();
        await GridEngine!.DisposeAsync();
        GridCell.Shared.Clear();
        _directory.Dispose();
    }
}
