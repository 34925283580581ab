using System.Diagnostics;
using System.Runtime.InteropServices;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Wire;

namespace HtcFlow.Benchmarks.Guarding;

/// <summary>A command under the published runner, with a store and scratch of its own.</summary>
internal static partial class GuardedCommand
{
    /// <summary>Starts the runner.</summary>
    /// <param name="directory">Where everything goes.</param>
    /// <param name="stage">The stage; its command is run as it is.</param>
    /// <param name="variables">Variables for the runner.</param>
    public static Process Start(string directory, StageSpec stage, params (string Name, string Value)[] variables)
    {
        Directory.CreateDirectory(Path.Combine(directory, "scratch"));
        var order = new StageOrder
        {
            Campaign = "guarded",
            Store = Path.Combine(directory, "store"),
            Array = 1,
            Attempt = 1,
            Indices = "0",
            Pack = 1,
            Stage = stage,
        };
        var start = new ProcessStartInfo(Whole.Runner) { UseShellExecute = false, RedirectStandardError = true };
        start.Environment[RunnerEnvironment.Order] = OrderCodec.Format(order);
        start.Environment[RunnerEnvironment.Element] = "0";
        start.Environment[RunnerEnvironment.Scratch] = Path.Combine(directory, "scratch");
        start.Environment[RunnerEnvironment.Cache] = Path.Combine(directory, "cache");
        start.Environment[RunnerEnvironment.Grace] = "1";
        foreach ((string name, string value) in variables)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>A stage of one task.</summary>
    public static StageSpec Stage(string[] command, WatchSpec watch, CheckpointSpec? checkpoint) => new()
    {
        Name = "only",
        Sweep = Sweep.Single,
        Command = [.. command.Select(word => word.Replace("${", "$${", StringComparison.Ordinal))],
        Outputs = [new OutputSpec.Matching("*.dat", true)],
        Watch = watch,
        Checkpoint = checkpoint,
    };

    /// <summary>Number of SIGCONT.</summary>
    public const int Continue = 18;

    /// <summary>Number of SIGSTOP.</summary>
    public const int Stop = 19;

    /// <summary>Sends a signal to a process.</summary>
    [LibraryImport("libc", EntryPoint = "kill")]
    public static partial int Signal(int process, int signal);

    /// <summary>Waits until a file is there and holds a line.</summary>
    public static string WaitForLine(string path, TimeSpan longest)
    {
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < longest)
        {
            if (File.Exists(path) && File.ReadAllText(path) is { Length: > 0 } text && text.EndsWith('\n'))
            {
                return text.Trim();
            }

            Thread.Sleep(5);
        }

        throw new InvalidOperationException($"'{path}' did not appear within {longest}.");
    }
}
