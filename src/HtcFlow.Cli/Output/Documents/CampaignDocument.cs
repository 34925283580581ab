using HtcFlow.Engine.Views;

namespace HtcFlow.Cli.Output.Documents;

/// <summary>A campaign at a moment; <c>status NAME --json</c> prints one, <c>watch --json</c> one a line.</summary>
/// <param name="Campaign">Name.</param>
/// <param name="Phase"><c>active</c>, <c>held</c> or <c>ended</c>.</param>
/// <param name="Reason">Why it is held, or what keeps the backend from answering.</param>
/// <param name="Engine">Who works on it: <c>pid host since</c>; null when nobody does.</param>
/// <param name="Store">Store.</param>
/// <param name="Backend">Backend.</param>
/// <param name="CreatedAt">When it was submitted.</param>
/// <param name="At">When this was true.</param>
/// <param name="Total">All tasks.</param>
/// <param name="Succeeded">Tasks with a result.</param>
/// <param name="Fruitless">Tasks that failed, were cancelled, or were skipped.</param>
/// <param name="Retries">Attempts made again.</param>
/// <param name="Quarantined">Hosts that get no work at present.</param>
/// <param name="QuarantineReason">The last of them, with the reason; empty when there is none.</param>
/// <param name="TasksPerSecond">Rate of the last minute.</param>
/// <param name="SecondsLeft">Estimated time to the end; null when nothing can be said.</param>
/// <param name="Stages">Its stages.</param>
/// <param name="Targets">Its targets, where there are several.</param>
internal sealed record CampaignDocument(
    string Campaign, string Phase, string Reason, string? Engine, string Store, string Backend,
    DateTimeOffset CreatedAt, DateTimeOffset At, long Total, long Succeeded, long Fruitless, long Retries,
    int Quarantined, string QuarantineReason, double TasksPerSecond, double? SecondsLeft, IReadOnlyList<StageDocument> Stages, IReadOnlyList<TargetView> Targets)
{
    /// <summary>Copies a view.</summary>
    public static CampaignDocument Of(CampaignView view, string? engine) => new(
        view.Name, PhaseNames.Of(view.Phase), view.Reason, engine, view.Store, view.Backend, view.CreatedAt, view.At,
        view.Total, view.Succeeded, view.Fruitless, view.Retries,
        view.Quarantined, view.QuarantineReason, Math.Round(view.TasksPerSecond, 3),
        view.TimeLeft is { } left ? Math.Round(left.TotalSeconds) : null,
        [.. view.Stages.Select(StageDocument.Of)],
        view.Targets);
}
