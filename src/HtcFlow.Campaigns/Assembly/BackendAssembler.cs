using HtcFlow.Campaigns.Drafts;
using HtcFlow.Core.Campaigns;

namespace HtcFlow.Campaigns.Assembly;

/// <summary>Puts a backend together and checks what concerns it and its targets.</summary>
internal static class BackendAssembler
{
    private const string NeedsQueue = "aws-batch";

    /// <summary>The backend.</summary>
    public static BackendSpec Assemble(BackendDraft draft, ProblemList problems)
    {
        CheckQueues(draft, problems);
        return new BackendSpec(draft.Kind, draft.Options)
        {
            Window = draft.Window,
            Targets = draft.Targets.Count == 0
                ? null
                : [.. draft.Targets.Select(t => new TargetSpec(t.Key.Value, t.Value.Weight, t.Value.Options))],
        };
    }

    private static void CheckQueues(BackendDraft draft, ProblemList problems)
    {
        if (draft.Kind != NeedsQueue || draft.Options.ContainsKey("queue"))
        {
            return;
        }

        if (draft.At is { } at)
        {
            problems.Error(at.Place, "the backend 'aws-batch' needs a queue", "write aws-batch: {queue: <name>} under 'backend'");
        }

        foreach (var (name, _) in draft.Targets.Where(t => !t.Value.Options.ContainsKey("queue")))
        {
            problems.Error(name.Place, $"the target {Wording.Quote(name.Value)} has no queue, nor has the backend", "add 'queue' to it");
        }
    }
}
