using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Facts;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Wire;

namespace HtcFlow.Engine.Tests.Journal;

/// <summary>A campaign in which everything happens that format 2 can tell and format 1 could not: targets, hosts, stops, a recovery.</summary>
internal static class GoldenWorld
{
    private static readonly DateTimeOffset s_begin = new(2031, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static IReadOnlyList<JournalEntry> Entries() =>
        [.. Facts().Select((fact, i) => new JournalEntry(i + 1, s_begin + TimeSpan.FromMilliseconds(1_009 * i), fact))];

    private static IEnumerable<Fact> Facts() =>
    [
        new Fact.CampaignCreated(Spec(), "golden02"),
        new Fact.EngineStarted("host-a", 4711, "0.3.0"),
        new Fact.ArrayPlanned(new ArrayId(1), 0, 1, IndexSet.Range(0, 3), 1, Target: 1),
        new Fact.ArraySubmitted(new ArrayId(1), "f-1"),
        new Fact.ArrayPlanned(new ArrayId(2), 0, 1, IndexSet.Range(3, 3), 2, Target: 1),
        new Fact.ArrayReturned(new ArrayId(2), "no room"),
        new Fact.TargetSuspended(1, s_begin + TimeSpan.FromMinutes(5), "no room"),
        new Fact.ArrayPlanned(new ArrayId(3), 0, 1, IndexSet.Range(3, 3), 1),
        new Fact.ArraySubmitted(new ArrayId(3), "n-1"),
        new Fact.TasksStarted(new ArrayId(1), IndexSet.Range(0, 3)),
        new Fact.AttemptsStopped(new ArrayId(1), IndexSet.Parse("0,2")),
        new Fact.AttemptsEnded(
            new ArrayId(1),
            [
                new AttemptEnd(0, 1, Outcome.Slow, 75, Verdict.Retry, 90_000, "c5.large"),
                new AttemptEnd(1, 1, Outcome.Succeeded, 0, Verdict.Accept, 1_500, "c5.large"),
            ]),
        new Fact.HostQuarantined("ip-10-0-0-7", s_begin + TimeSpan.FromHours(1), "5 of 6 attempts were slow"),
        new Fact.JournalRecovered("golden03", new ArrayId(1_000)),
        new Fact.EngineStarted("host-a", 4712, "0.3.0"),
        new Fact.ArrayPlanned(new ArrayId(1_000), 0, 2, IndexSet.Range(0, 1), 1),
        new Fact.ArraySubmitted(new ArrayId(1_000), "n-2"),
    ];

    private static CampaignSpec Spec()
    {
        CampaignSpec plain = Campaigns.WriteReadFigure();
        return plain with
        {
            Name = "golden",
            Backend = new BackendSpec("local", new Dictionary<string, string>())
            {
                Targets =
                [
                    new TargetSpec("near", 1, new Dictionary<string, string>()),
                    new TargetSpec("far", 2.5, new Dictionary<string, string> { ["region"] = "eu" }),
                ],
                Window = 50,
            },
            Stages = [plain.Stages[0] with { Priority = 5, IsPackAutomatic = true }, .. plain.Stages.Skip(1)],
        };
    }
}
