using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Facts;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Tests.Stories;
using HtcFlow.Core.Wire;

namespace HtcFlow.Core.Tests.Facts;

/// <summary>Throws facts of every kind with dice; they need not be legal in any state.</summary>
internal static class RandomFact
{
    public const int Kinds = 21;

    /// <summary>Kinds that are another layout of a fact which has one: a planned array with a target.</summary>
    public const int SecondLayouts = 1;

    private static readonly string[] s_texts = ["", "a", "queue 'long' says: no", "größer ≥ 7 \U0001F9F2", new('x', 300)];
    private static readonly string[] s_machines = ["", "local", "c5.large", "node-07"];

    public static Fact Of(Random dice, int kind) => kind switch
    {
        1 => new Fact.CampaignCreated(RichCampaign(dice), "k3f9a1c0"),
        2 => new Fact.EngineStarted(Text(dice), dice.Next(), Text(dice)),
        3 => new Fact.ArrayPlanned(Array(dice), dice.Next(9), dice.Next(1, 256), Tasks(dice), dice.Next(1, 5000)),
        4 => new Fact.ArraySubmitted(Array(dice), Text(dice)),
        5 => new Fact.ArrayRejected(Array(dice), Text(dice)),
        6 => new Fact.TasksStarted(Array(dice), Tasks(dice)),
        7 => new Fact.AttemptsEnded(Array(dice), Ends(dice)),
        8 => new Fact.ArrayClosed(Array(dice)),
        9 => new Fact.TasksSkipped(dice.Next(9), Tasks(dice)),
        10 => new Fact.TasksCancelled(dice.Next(9), Tasks(dice)),
        11 => new Fact.RetryRequested(dice.Next(9), Tasks(dice)),
        12 => new Fact.CampaignHeld(Text(dice)),
        13 => new Fact.CampaignReleased(),
        14 => new Fact.CampaignEnded(),
        15 => new Fact.ArrayPlanned(Array(dice), dice.Next(9), dice.Next(1, 256), Tasks(dice), dice.Next(1, 5000), dice.Next(1, 30)),
        16 => new Fact.ArrayReturned(Array(dice), Text(dice)),
        17 => new Fact.TargetSuspended(dice.Next(30), Time(dice), Text(dice)),
        18 => new Fact.HostQuarantined(Text(dice), Time(dice), Text(dice)),
        19 => new Fact.AttemptsStopped(Array(dice), Tasks(dice)),
        20 => new Fact.JournalRecovered(Text(dice), Array(dice)),
        _ => new Fact.TargetsWeighed(
            [.. Enumerable.Range(0, dice.Next(4)).Select(_ => new TargetWeight(dice.NextDouble(), dice.NextDouble() * dice.Next(3), dice.NextInt64(1L << 40), Text(dice)))]),
    };

    /// <summary>A campaign that uses every type that a file can hold.</summary>
    private static CampaignSpec RichCampaign(Random dice)
    {
        CampaignSpec spec = RandomCampaign.Of(dice);
        StageSpec rich = spec.Stages[0] with
        {
            Sweep = new Sweep(
            [
                new Dimension([new Axis("a", new AxisValues.Listed(["x", "ü"])), new Axis("b", new AxisValues.Integers(-3, 2, 2))]),
                new Dimension([new Axis("c", new AxisValues.Decimals(0.10m, 0.05m, 7, 2))]),
            ]),
            Environment = new Dictionary<string, string> { ["OMP_NUM_THREADS"] = "1" },
            Inputs =
            [
                new InputSpec.PlainFile("/data/a", "a", "00ff", true),
                new InputSpec.RenderedFile("/data/b", "b", ""),
                new InputSpec.StageResults("s0", ["*.dat"], "in/${s0.a}"),
            ],
            Binaries = [new BinarySpec { Name = "sim", Builds = [new BuildSpec(CpuLevel.Avx512, "/bin/sim", "abcd")] }],
            Outputs = [new OutputSpec.Matching("*.dat", true), new OutputSpec.ListedIn("input", "^out (.*)$")],
            Checkpoint = new CheckpointSpec { Files = ["*.chk"], Keep = 3, Signal = "USR1" },
            Resources = new ResourceSpec { MemoryBytes = 1L << 33, Walltime = TimeSpan.FromHours(3) },
            Watch = new WatchSpec { Silence = TimeSpan.FromSeconds(90), StragglerFactor = 2.5 },
        };
        return spec with { Stages = [rich, .. spec.Stages.Skip(1)], Variables = new Dictionary<string, string> { ["v"] = "1" } };
    }

    private static ArrayId Array(Random dice) => new(dice.Next(1, int.MaxValue));

    private static DateTimeOffset Time(Random dice) => DateTimeOffset.FromUnixTimeMilliseconds(dice.NextInt64(1L << 44));

    private static string Text(Random dice) => s_texts[dice.Next(s_texts.Length)];

    private static IndexSet Tasks(Random dice) =>
        IndexSet.Of(Enumerable.Range(0, dice.Next(30)).Select(_ => dice.Next(2) == 0 ? dice.Next(50) : dice.NextInt64(Sweep.MaxTasks)));

    private static AttemptEnd[] Ends(Random dice) =>
    [
        .. Tasks(dice).Select(i => new AttemptEnd(
            i,
            dice.Next(4) == 0 ? dice.Next(1, 256) : 1,
            (Outcome)dice.Next(1, 7),
            dice.Next(2) * dice.Next(256),
            (Verdict)dice.Next(1, 5),
            dice.NextInt64(1L << dice.Next(1, 62)),
            s_machines[dice.Next(s_machines.Length)])),
    ];
}
