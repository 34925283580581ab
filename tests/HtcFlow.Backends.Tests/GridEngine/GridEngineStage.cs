using HtcFlow.Backends.Clusters;
using HtcFlow.Backends.Commands;
using HtcFlow.Backends.GridEngine;
using HtcFlow.Backends.Tests.Clusters;
using HtcFlow.Testing.GridEngine;

namespace HtcFlow.Backends.Tests.GridEngine;

/// <summary>The backend on stage, on a real cell.</summary>
internal sealed class GridEngineStage : ClusterStage
{
    private readonly GridCell _cell;

    private GridEngineStage(GridCell cell, Func<GridEngineOptions, GridEngineOptions>? change)
    {
        _cell = cell;
        var options = new GridEngineOptions
        {
            SpoolDirectory = Spool,
            RunnerPath = Path.Combine(AppContext.BaseDirectory, "GridEngine", "standin.sh"),
            CommandDirectory = cell.CommandDirectory,
            CommandEnvironment = cell.Environment,
            AccountingLag = TimeSpan.FromSeconds(20),
            NewsInterval = TimeSpan.FromMilliseconds(50),
            PollInterval = TimeSpan.FromSeconds(1), // the longest rest after a slow look
            Queue = "all.q",
        };
        Options = change?.Invoke(options) ?? options;
    }

    public override string Host => _cell.Host;

    internal GridEngineOptions Options { get; }

    /// <summary>The backend's clock; commands always run in real time.</summary>
    internal TimeProvider Clock { get; init; } = TimeProvider.System;

    internal override bool IsIdle => _cell.Ask("qstat", "-u", "*").Length == 0;

    protected override string Submitter => "qsub";

    // Tasks of Grid Engine count from 1.
    protected override int First => 1;

    internal static async Task<GridEngineStage> OpenAsync(
        GridCell cell, Func<GridEngineOptions, GridEngineOptions>? change = null, TimeProvider? clock = null, Action<bool>? weather = null)
    {
        var stage = new GridEngineStage(cell, change) { Clock = clock ?? TimeProvider.System, Weather = weather };
        await stage.ReopenAsync();
        return stage;
    }

    protected override ICommands OpenCommands() => ClusterAccess.To(Options, TimeProvider.System);

    protected override Task<ClusterBackend> OpenAsync(ICommands commands, CancellationToken cancellationToken) =>
        GridEngineBackend.OpenAsync(Options, commands, Clock, cancellationToken);

    protected override void Clear() => _cell.Clear();

    protected override Task SetDownAsync(bool isDown)
    {
        if (isDown)
        {
            _cell.Kill("qmaster");
        }
        else
        {
            _cell.Restart();
        }

        return Task.CompletedTask;
    }
}
