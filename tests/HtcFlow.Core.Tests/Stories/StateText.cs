using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.State;
using HtcFlow.Core.Wire;

namespace HtcFlow.Core.Tests.Stories;

/// <summary>Writes a whole state as text, so that two states can be compared and a difference can be read.</summary>
internal static class StateText
{
    // A spec never changes, and states are compared thousands of times.
    private static readonly ConditionalWeakTable<CampaignSpec, string> s_specs = [];

    public static string Of(CampaignState state)
    {
        var text = new StringBuilder();
        text.AppendLine(s_specs.GetValue(state.Spec, static spec => JsonSerializer.Serialize(spec, WireJson.Default.CampaignSpec)));
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"{state.BirthMark} {state.Phase} '{state.HoldReason}' {state.CreatedAt:O} {state.LatestAt:O} {state.Sequence} {state.RetriedAttempts}");
        foreach (StageState stage in state.Stages)
        {
            Add(text, stage);
        }

        foreach (ArrayState a in state.Arrays)
        {
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"array {a.Id} {a.Stage} {a.Attempt} [{a.Tasks}] {a.TaskCount} {a.Pack} {a.Name} {a.Phase} {a.BackendId} {a.EndedTasks} {a.HasCancelledTasks} {a.Target?.Index} [{a.Stopped}]{string.Concat(a.Starts.Select(s => $" {s.At:O} {s.Tasks}"))}");
        }

        foreach (TargetState t in state.Targets)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"target {t.Index} {t.Spec.Name} {t.SuspendedUntil:O} {t.Suspensions} {t.Reason}{(t.Measured is { } m ? $" weighed {t.WeighedAt:O} {m.Factor:R} {m.Dollars:R} {m.Simulations} {m.Reason}" : "")}");
        }

        text.AppendLine("quarantined " + string.Join(',', state.Quarantined.Select(q => $"{q.Key} {q.Value:O}")) + " " + state.LatestQuarantine);
        text.AppendLine(CultureInfo.InvariantCulture, $"next {state.NextArray}");
        text.AppendLine("open " + string.Join(',', state.OpenArrays.Select(a => a.Id)));
        return text.ToString();
    }

    private static void Add(StringBuilder text, StageState stage)
    {
        text.AppendLine(
            CultureInfo.InvariantCulture, $"stage {stage.Spec.Name} {stage.WallMilliseconds} {string.Join(',', stage.Outcomes)}");
        for (long i = 0; i < stage.Ledger.Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $" {stage.Ledger.StateOf(i)}/{stage.Ledger.AttemptsOf(i)}/{stage.Ledger.FailuresOf(i)}");
        }

        text.AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"walls {stage.Walls.Count} {stage.Walls.Quantile(0.5)} {stage.Walls.Quantile(0.9)} since {stage.FirstStartedAt:O}");
        string stops = string.Join(',', Enumerable.Range(0, (int)stage.Ledger.Count).Where(i => stage.StopsOf(i) > 0).Select(i => $"{i}x{stage.StopsOf(i)}"));
        if (stops.Length > 0)
        {
            text.AppendLine("stops " + stops);
        }

        text.AppendLine("tallies " + string.Join(',', Enum.GetValues<TaskState>().Select(stage.Ledger.Tally)));
        text.AppendLine("released " + stage.Released.Peek(long.MaxValue));
        text.AppendLine("doomed " + stage.Doomed.Peek(long.MaxValue));
        foreach ((int attempt, RetryBatch batch) in stage.Retries)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"retry {attempt} {batch.Due:O} {batch.Tasks.Peek(long.MaxValue)}");
        }
    }
}
