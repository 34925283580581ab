using HtcFlow.Cli.Output;
using HtcFlow.Cli.Output.Documents;
using HtcFlow.Core.Facts;
using HtcFlow.Core.Ids;
using HtcFlow.Core.State;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Wire;

namespace HtcFlow.Cli.Sessions;

/// <summary>The tasks that a user asked for. The states come from the ledger; the journal is read again for the last ends of these few.</summary>
/// <param name="Matching">Tasks that match.</param>
/// <param name="Tasks">The first of them, up to the limit.</param>
internal sealed record TaskListing(long Matching, IReadOnlyList<TaskDocument> Tasks)
{
    /// <summary>Selects tasks.</summary>
    /// <param name="campaign">Campaign.</param>
    /// <param name="stage">Stage; null for all.</param>
    /// <param name="states">States; empty for all.</param>
    /// <param name="limit">Most tasks to list.</param>
    public static TaskListing Of(OpenCampaign campaign, string? stage, IReadOnlySet<TaskState> states, long limit)
    {
        long matching = 0;
        var wanted = new List<TaskId>();
        foreach (StageState one in campaign.State.Stages.Where(s => stage is null || s.Spec.Name == stage))
        {
            foreach (IndexRange range in one.Ledger.RangesOf(new IndexRange(0, one.Ledger.Count), s => states.Count == 0 || states.Contains(s)))
            {
                matching += range.Count;
                for (long i = range.First; i < range.End && wanted.Count < limit; i++)
                {
                    wanted.Add(new TaskId(one.Index, i));
                }
            }
        }

        Dictionary<TaskId, AttemptEnd> ends = LastEnds(campaign, wanted);
        return new TaskListing(matching, [.. wanted.Select(id => Describe(campaign, id, ends.GetValueOrDefault(id)))]);
    }

    private static Dictionary<TaskId, AttemptEnd> LastEnds(OpenCampaign campaign, List<TaskId> wanted)
    {
        var ends = new Dictionary<TaskId, AttemptEnd>();
        HashSet<TaskId> touched = [.. wanted.Where(id => campaign.State.Stages[id.Stage].Ledger.AttemptsOf(id.Index) > 0)];
        if (touched.Count == 0)
        {
            return ends;
        }

        foreach (Fact.AttemptsEnded ended in campaign.Journal.Read(0).Select(entry => entry.Fact).OfType<Fact.AttemptsEnded>())
        {
            // The engine may have appended since the replay; what came later belongs to the next look.
            if (campaign.State.FindArray(ended.Array) is not { } array)
            {
                break;
            }

            int stage = array.Stage;
            foreach (AttemptEnd end in ended.Ends)
            {
                var id = new TaskId(stage, end.Index);
                if (touched.Contains(id))
                {
                    ends[id] = end;
                }
            }
        }

        return ends;
    }

    private static TaskDocument Describe(OpenCampaign campaign, TaskId id, AttemptEnd end)
    {
        StageState stage = campaign.State.Stages[id.Stage];
        var parameters = stage.Spec.Sweep.Axes.ToDictionary(
            a => a.Axis.Name, a => a.Axis.Values.At(stage.Spec.Sweep.OrdinalOf(id.Index, a.Dimension)), StringComparer.Ordinal);
        return new TaskDocument(
            stage.Spec.Name, id.Index, parameters, PhaseNames.Of(stage.Ledger.StateOf(id.Index)), stage.Ledger.AttemptsOf(id.Index),
            end.Outcome == Outcome.None ? "" : LedgerKey.NameOf(end.Outcome), end.Exit, end.WallMilliseconds / 1000.0, end.Machine ?? "");
    }
}
