using HtcFlow.Backends.GridEngine;
using HtcFlow.Core.Campaigns;

namespace HtcFlow.Cli.Clusters;

/// <summary>Turns the options of a campaign file into those of the backend for Grid Engine.</summary>
internal static class GridEngineSetup
{
    /// <summary>Name of the backend.</summary>
    public const string Kind = "gridengine";

    /// <summary>The backend's options.</summary>
    /// <param name="context">The world of the command.</param>
    /// <param name="backend">The backend as the campaign has it.</param>
    /// <param name="spool">Directory that remembers what was submitted.</param>
    public static GridEngineOptions Of(CommandContext context, BackendSpec backend, string spool) =>
        ClusterSettings.Read(context, backend, (settings, runner) => Of(settings, new GridEngineOptions { SpoolDirectory = spool, RunnerPath = runner }));

    private static GridEngineOptions Of(ClusterSettings settings, GridEngineOptions usual) => usual with
    {
        Queue = settings.Text("queue"),
        Project = settings.Text("project"),
        Priority = settings.Number("priority"),
        ParallelEnvironment = settings.Text("parallel-environment", usual.ParallelEnvironment),
        MemoryResource = settings.Resource("memory-resource", usual.MemoryResource),
        AcceleratorResource = settings.Resource("accelerator-resource", usual.AcceleratorResource),
        Binding = settings.Text("binding"),
        DisablesQueues = settings.Flag("disable-queues"),
    };
}
