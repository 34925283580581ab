using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Facts;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Wire;

namespace HtcFlow.Engine.Tests.Journal;

/// <summary>A campaign in which everything happens that format 3 can tell and format 2 could not: pinned stages, and weights that follow costs.</summary>
internal static class GoldenWeights
{
    private static readonly DateTimeOffset s_begin = new(2032, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static IReadOnlyList<JournalEntry> Entries() =>
        [.. Facts().Select((fact, i) => new JournalEntry(i + 1, s_begin + TimeSpan.FromMilliseconds(1_013 * i), fact))];

    private static IEnumerable<Fact> Facts() =>
    [
        new Fact.CampaignCreated(Spec(), "golden04"),
        new Fact.EngineStarted("host-a", 4711, "0.4.0"),
        new Fact.ArrayPlanned(new ArrayId(1), 0, 1, IndexSet.Range(0, 3), 1, Target: 1),
        new Fact.ArraySubmitted(new ArrayId(1), "f-1"),
        new Fact.TargetsWeighed([new TargetWeight(1, 0.1, 100, "the cheapest"), new TargetWeight(0.36, 1 / 3.0, 70, "dear: \u00fc")]),
        new Fact.ArrayPlanned(new ArrayId(2), 0, 1, IndexSet.Range(3, 3), 1, Target: 1),
        new Fact.ArraySubmitted(new ArrayId(2), "f-2"),
        new Fact.AttemptsEnded(new ArrayId(1), [new AttemptEnd(0, 1, Outcome.Succeeded, 0, Verdict.Accept, 1_500, "c5.large")]),
        new Fact.TargetsWeighed([new TargetWeight(0.1, 2.5, 400, "25.00 times the cheapest"), new TargetWeight(1, 0.1, 90, "the cheapest")]),
        new Fact.AttemptsEnded(new ArrayId(1), [new AttemptEnd(1, 1, Outcome.Succeeded, 0, Verdict.Accept, 1_700, "c5.large")]),
        new Fact.CampaignHeld("held by the user"),
        new Fact.CampaignReleased(),
    ];

    private static CampaignSpec Spec()
    {
        CampaignSpec plain = Campaigns.WriteReadFigure();
        return plain with
        {
            Name = "golden",
            Backend = new BackendSpec("local", new Dictionary<string, string>())
            {
                Targets = [new TargetSpec("near", 1, new Dictionary<string, string>()), new TargetSpec("far", 2.5, new Dictionary<string, string>())],
            },
            Stages = [plain.Stages[0] with { Targets = ["far"] }, plain.Stages[1] with { Targets = ["far", "near"] }, .. plain.Stages.Skip(2)],
        };
    }
}
