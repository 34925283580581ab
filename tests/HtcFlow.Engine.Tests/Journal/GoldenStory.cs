using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Facts;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Wire;

namespace HtcFlow.Engine.Tests.Journal;

/// <summary>A campaign in which everything happens that a journal of format 1 can tell.</summary>
internal static class GoldenStory
{
    private static readonly DateTimeOffset s_begin = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static IReadOnlyList<JournalEntry> Entries() =>
        [.. Facts().Select((fact, i) => new JournalEntry(i + 1, s_begin + TimeSpan.FromMilliseconds(1_501 * i), fact))];

    private static IEnumerable<Fact> Facts() => [.. Begin(), .. Middle(), .. End()];

    private static IEnumerable<Fact> Begin() =>
    [
        new Fact.CampaignCreated(Spec(), "golden01"),
        new Fact.EngineStarted("host-a", 4711, "0.1.0"),
        new Fact.ArrayPlanned(new ArrayId(1), 0, 1, IndexSet.Range(0, 4), 2),
        new Fact.ArraySubmitted(new ArrayId(1), "17"),
        new Fact.ArrayPlanned(new ArrayId(2), 0, 1, IndexSet.Range(4, 2), 1),
        new Fact.ArrayRejected(new ArrayId(2), "more than 1 element"),
        new Fact.CampaignReleased(),
        new Fact.ArrayPlanned(new ArrayId(3), 0, 1, IndexSet.Range(4, 2), 1),
        new Fact.ArraySubmitted(new ArrayId(3), "18"),
        new Fact.TasksStarted(new ArrayId(1), IndexSet.Parse("0,2")),
        new Fact.AttemptsEnded(
            new ArrayId(1),
            [
                new AttemptEnd(0, 1, Outcome.Succeeded, 0, Verdict.Accept, 1_234, "c5.large"),
                new AttemptEnd(1, 1, Outcome.Failed, 139, Verdict.Retry, 70_000, "c5.large"),
                new AttemptEnd(2, 1, Outcome.Preempted, 75, Verdict.Retry, 5, "m6i.xlarge"),
                new AttemptEnd(3, 1, Outcome.Slow, 75, Verdict.Retry, 3_600_000, "c5.large"),
            ]),
    ];

    private static IEnumerable<Fact> Middle() =>
    [
        new Fact.TasksCancelled(0, IndexSet.Range(5, 1)),
        new Fact.AttemptsEnded(new ArrayId(3), [new AttemptEnd(4, 1, Outcome.Failed, 2, Verdict.GiveUp, 10, "c5.large")]),
        new Fact.ArrayClosed(new ArrayId(1)),
        new Fact.ArrayClosed(new ArrayId(3)),
        new Fact.CampaignHeld("held by the user: \u00fc\u4e2d"),
        new Fact.CampaignReleased(),
        new Fact.ArrayPlanned(new ArrayId(4), 0, 2, IndexSet.Range(1, 3), 1),
        new Fact.ArraySubmitted(new ArrayId(4), "19"),
        new Fact.AttemptsEnded(
            new ArrayId(4),
            [
                new AttemptEnd(1, 3, Outcome.Succeeded, 0, Verdict.Accept, 99, "c5.large"),
                new AttemptEnd(2, 2, Outcome.Lost, 0, Verdict.Retry, 0, ""),
                new AttemptEnd(3, 2, Outcome.Cancelled, 143, Verdict.GiveUp, 1, "c5.large"),
            ]),
        new Fact.ArrayClosed(new ArrayId(4)),
        new Fact.TasksSkipped(1, IndexSet.Range(2, 1)),
    ];

    private static IEnumerable<Fact> End() =>
    [
        new Fact.TasksCancelled(0, IndexSet.Range(0, 6)),
        new Fact.TasksCancelled(1, IndexSet.Range(0, 3)),
        new Fact.TasksCancelled(2, IndexSet.Range(0, 1)),
        new Fact.CampaignEnded(),
        new Fact.EngineStarted("host-b", 12, "0.2.0"),
        new Fact.RetryRequested(0, IndexSet.Range(2, 4)),
        new Fact.RetryRequested(1, IndexSet.Parse("0,2")),
        new Fact.ArrayPlanned(new ArrayId(5), 0, 2, IndexSet.Parse("4-5"), 1),
        new Fact.ArraySubmitted(new ArrayId(5), "20"),
    ];

    private static CampaignSpec Spec()
    {
        CampaignSpec plain = Campaigns.WriteReadFigure(pack: 2);
        return plain with
        {
            Name = "golden",
            Description = "Everything that format 1 can tell.",
            Variables = new Dictionary<string, string> { ["steps"] = "100" },
            Stages =
            [
                plain.Stages[0] with
                {
                    Command = ["write", "${density}", "--seed=${seed}"],
                    Environment = new Dictionary<string, string> { ["OMP_NUM_THREADS"] = "1" },
                    Inputs = [new InputSpec.PlainFile("/in/a", "a", "aa", true), new InputSpec.RenderedFile("/in/t", "t", "bb")],
                    Binaries = [new BinarySpec { Name = "write", Builds = [new BuildSpec(CpuLevel.Avx2, "/bin/w", "cc") { Travels = true }] }],
                    Outputs = [new OutputSpec.Matching("*.dat", true), new OutputSpec.ListedIn("t", "^(.*)$")],
                    Checkpoint = new CheckpointSpec { Files = ["s-*"], CommitOn = "s-end", Keep = 7, Signal = "USR1" },
                    Resources = new ResourceSpec { Vcpus = 2, MemoryBytes = 3, ScratchBytes = 4, Walltime = TimeSpan.FromSeconds(90.5) },
                    Watch = new WatchSpec { Silence = TimeSpan.FromHours(2), BandwidthBytesPerSecond = 5 },
                    Retry = new RetrySpec { Attempts = 4, Interruptions = 9, ExitCodes = [1, 139], Delay = TimeSpan.FromSeconds(2) },
                },
                plain.Stages[1] with { Inputs = [new InputSpec.StageResults("write", ["*.dat"], "in")] },
                plain.Stages[2],
            ],
        };
    }
}
