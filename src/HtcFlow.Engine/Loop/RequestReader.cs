using HtcFlow.Core.Facts;
using HtcFlow.Core.Requests;
using HtcFlow.Core.State;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Transitions;

namespace HtcFlow.Engine.Loop;

/// <summary>Turns users' requests into facts.</summary>
public static class RequestReader
{
    /// <summary>Decides which facts answer a request.</summary>
    /// <param name="state">State of the campaign.</param>
    /// <param name="request">The request.</param>
    /// <param name="complaint">Why it was ignored; empty otherwise.</param>
    public static IReadOnlyList<Fact> Read(CampaignState state, UserRequest request, out string complaint)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(request);
        complaint = "";
        switch (request.Kind)
        {
            case RequestKind.Hold:
                return state.Phase == CampaignPhase.Active ? [new Fact.CampaignHeld("held by the user")] : [];
            case RequestKind.Release:
                return state.Phase == CampaignPhase.Held ? [new Fact.CampaignReleased()] : [];
            case RequestKind.Cancel:
                return Select(state, request, s => !TransitionTable.IsFinal(s), (s, t) => new Fact.TasksCancelled(s, t), out complaint);
            case RequestKind.Retry:
                List<Fact> reopened =
                    Select(state, request, s => s > TaskState.Succeeded, (s, t) => new Fact.RetryRequested(s, t), out complaint);
                return reopened.Count > 0 && request.Stage.Length > 0 ? [.. reopened, .. Followers(state, request.Stage)] : reopened;
            case RequestKind.Stop:
                return [];
            default:
                complaint = "its kind is unknown to this version";
                return [];
        }
    }

    // What was skipped because of a stage is wanted again with it; whatever still cannot start is skipped again.
    private static IEnumerable<Fact> Followers(CampaignState state, string stage)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal) { stage };
        foreach (StageState follower in state.Stages)
        {
            if (follower.Spec.After.Any(edge => reached.Contains(edge.Stage)) && reached.Add(follower.Spec.Name))
            {
                IndexSet skipped = follower.Ledger.Select(s => s == TaskState.Skipped);
                if (skipped.Count > 0)
                {
                    yield return new Fact.RetryRequested(follower.Index, skipped);
                }
            }
        }
    }

    private static List<Fact> Select(
        CampaignState state, UserRequest request, Func<TaskState, bool> wanted, Func<int, IndexSet, Fact> fact, out string complaint)
    {
        IndexSet? tasks = TasksOf(request, out complaint);
        List<StageState> stages = [.. state.Stages.Where(s => request.Stage.Length == 0 || s.Spec.Name == request.Stage)];
        if (stages.Count == 0)
        {
            complaint = $"there is no stage '{request.Stage}'";
        }

        if (complaint.Length > 0)
        {
            return [];
        }

        var facts = new List<Fact>();
        foreach (StageState stage in stages)
        {
            var all = new IndexRange(0, stage.Ledger.Count);
            IEnumerable<IndexRange> ranges = tasks is null ? [all] : tasks.Ranges.Where(r => r.First < all.End)
                .Select(r => new IndexRange(r.First, Math.Min(r.End, all.End) - r.First));
            IndexSet selected = IndexSet.FromRanges(ranges.SelectMany(r => stage.Ledger.RangesOf(r, wanted)));
            if (selected.Count > 0)
            {
                facts.Add(fact(stage.Index, selected));
            }
        }

        return facts;
    }

    private static IndexSet? TasksOf(UserRequest request, out string complaint)
    {
        complaint = "";
        try
        {
            return request.Tasks.Length == 0 ? null : IndexSet.Parse(request.Tasks);
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            complaint = $"'{request.Tasks}' is not a set of tasks such as 3,7-9";
            return null;
        }
    }
}
