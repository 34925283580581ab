using HtcFlow.Core.Guards.Rates;
using HtcFlow.Core.Wire;
using HtcFlow.Runner.Stage;
using HtcFlow.Runner.Supervise;

namespace HtcFlow.Runner.Attempts;

/// <summary>What an attempt came to, before it is registered.</summary>
/// <param name="Conclusion">How it ended.</param>
/// <param name="Build">Build that ran.</param>
/// <param name="Cpu">CPU time of the command.</param>
/// <param name="Harvest">What was shipped; null when nothing was to be.</param>
internal sealed record AttemptResult(Conclusion Conclusion, string Build, TimeSpan Cpu, HarvestPieces? Harvest)
{
    /// <summary>How fast the command went; null when it did not run, or nothing was watched.</summary>
    public AttemptPace? Pace { get; init; }

    /// <summary>The command was not started because something is wrong.</summary>
    public static AttemptResult Refused(Refusal refusal, HarvestPieces? harvest = null) =>
        new(new Conclusion(Outcome.Failed, refusal.Exit, refusal.Reason), "", TimeSpan.Zero, harvest);

    /// <summary>The command was not started because the runner was told to stop.</summary>
    public static AttemptResult NotStarted(HarvestPieces? harvest) =>
        new(
            new Conclusion(Outcome.Preempted, ExitCode.TryAgain, "the runner was told to stop before the command started"),
            "",
            TimeSpan.Zero,
            harvest);

    /// <summary>The command ran.</summary>
    public static AttemptResult Ran(RunResult run, string build, HarvestPieces? harvest) =>
        new(
            Conclusion.Of(run, harvest is null ? [] : harvest.Plan.Outputs.Missing(harvest.Shelf.Names), harvest?.Harvest.Problems ?? Nothing),
            build,
            run.End.Cpu,
            harvest);

    private static IReadOnlyDictionary<string, string> Nothing { get; } = new Dictionary<string, string>();
}
