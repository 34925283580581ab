using HtcFlow.Core.State;

namespace HtcFlow.Engine.Views;

/// <summary>One of several targets at a moment.</summary>
/// <param name="Name">Target.</param>
/// <param name="Weight">Its weight: what the campaign says, less what its cost takes away.</param>
/// <param name="Share">Its share of the weights of all targets, 0 to 1.</param>
/// <param name="Outstanding">Tasks that are planned, queued or running there.</param>
/// <param name="DollarsPerSimulation">Dollars a finished simulation; null while too little is known.</param>
/// <param name="Simulations">Finished simulations that this was measured by.</param>
/// <param name="Reason">What the weight follows from; empty while nothing was measured.</param>
/// <param name="SuspendedUntil">When it gets arrays again; null when it may get some now.</param>
/// <param name="Trouble">Why it was suspended last; empty when it took an array since.</param>
public sealed record TargetView(
    string Name, double Weight, double Share, long Outstanding, double? DollarsPerSimulation, long Simulations, string Reason,
    DateTimeOffset? SuspendedUntil, string Trouble)
{
    // A weight is known to a few percent; more digits than these are noise on a screen.
    private const int Digits = 6;

    /// <summary>The targets of a campaign; none where there are not several.</summary>
    public static IReadOnlyList<TargetView> All(CampaignState state, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Targets.Count < 2)
        {
            return [];
        }

        double weights = state.Targets.Sum(t => t.Weight);
        var outstanding = new long[state.Targets.Count];
        foreach (ArrayState array in state.OpenArrays)
        {
            outstanding[array.Target!.Index] += array.TaskCount - array.EndedTasks;
        }

        return
        [
            .. state.Targets.Select(t => new TargetView(
                t.Spec.Name, Math.Round(t.Weight, Digits), Math.Round(t.Weight / weights, Digits), outstanding[t.Index], t.Measured is { Dollars: > 0 } measured ? measured.Dollars : null,
                t.Measured?.Simulations ?? 0, t.Measured?.Reason ?? "", t.IsOpen(now) ? null : t.SuspendedUntil, t.Reason)),
        ];
    }
}
