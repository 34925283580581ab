using HtcFlow.Core.Planning;
using HtcFlow.Core.Planning.Hosts;
using HtcFlow.Core.State;
using HtcFlow.Core.Wire;

namespace HtcFlow.Engine.Views;

/// <summary>A campaign at a moment, for screens and <c>--json</c>.</summary>
public sealed record CampaignView
{
    /// <summary>Campaign.</summary>
    public required string Name { get; init; }

    /// <summary>Where it stands.</summary>
    public required CampaignPhase Phase { get; init; }

    /// <summary>Why it is held, why no target takes arrays, or what keeps the backend from answering; empty otherwise.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Store with the campaign's prefix.</summary>
    public string Store { get; init; } = "";

    /// <summary>Backend.</summary>
    public string Backend { get; init; } = "";

    /// <summary>When it was submitted.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When this was true.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Its stages, in order.</summary>
    public required IReadOnlyList<StageView> Stages { get; init; }

    /// <summary>Its targets, where there are several.</summary>
    public IReadOnlyList<TargetView> Targets { get; init; } = [];

    /// <summary>Attempts that had to be made again.</summary>
    public long Retries { get; init; }

    /// <summary>Hosts that get no work at present.</summary>
    public int Quarantined { get; init; }

    /// <summary>The host that was quarantined last, with the reason; empty when none gets no work.</summary>
    public string QuarantineReason { get; init; } = "";

    /// <summary>Tasks that succeed per second, over the last minute.</summary>
    public double TasksPerSecond { get; init; }

    /// <summary>All tasks.</summary>
    public long Total => Stages.Sum(s => s.Total);

    /// <summary>Tasks with an accepted result.</summary>
    public long Succeeded => Stages.Sum(s => s.Succeeded);

    /// <summary>Tasks without a result for good.</summary>
    public long Fruitless => Stages.Sum(s => s.Failed + s.Cancelled + s.Skipped);

    /// <summary>Estimated time to the end at the present rate; null when nothing can be said.</summary>
    public TimeSpan? TimeLeft =>
        TasksPerSecond > 0 && Phase == CampaignPhase.Active
            ? TimeSpan.FromSeconds(Math.Min((Total - Succeeded - Fruitless) / TasksPerSecond, TimeSpan.FromDays(3650).TotalSeconds))
            : null;

    /// <summary>Makes the view of a state.</summary>
    public static CampaignView Of(CampaignState state, RateMeter meter, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(meter);
        int quarantined = QuarantinePolicy.InForce(state, now).Count;
        return new CampaignView
        {
            Name = state.Spec.Name,
            Phase = state.Phase,
            Reason = state.Phase == CampaignPhase.Active ? TargetRule.Outage(state, now) : state.HoldReason,
            Store = state.Spec.Store,
            Backend = state.Spec.Backend.Kind,
            CreatedAt = state.CreatedAt,
            At = now,
            Stages = state.Stages.Select(StageOf).ToList(),
            Targets = TargetView.All(state, now),
            Retries = state.RetriedAttempts,
            Quarantined = quarantined,
            QuarantineReason = quarantined == 0 ? "" : state.LatestQuarantine,
            TasksPerSecond = meter.PerSecond(now),
        };
    }

    private static StageView StageOf(StageState stage)
    {
        StageLedger ledger = stage.Ledger;
        long ended = stage.Outcomes.Sum() - stage.Outcomes[(int)Outcome.Lost];
        return new StageView(
            stage.Spec.Name,
            ledger.Count,
            ledger.Tally(TaskState.Pending),
            ledger.Tally(TaskState.Submitted),
            ledger.Tally(TaskState.Running),
            ledger.Tally(TaskState.Retrying),
            ledger.Tally(TaskState.Succeeded),
            ledger.Tally(TaskState.Failed),
            ledger.Tally(TaskState.Cancelled),
            ledger.Tally(TaskState.Skipped),
            ended == 0 ? 0 : stage.WallMilliseconds / 1000.0 / ended);
    }
}
