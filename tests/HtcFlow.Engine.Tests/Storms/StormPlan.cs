using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Snapshots;
using HtcFlow.Engine.Tests.Storms.World;

namespace HtcFlow.Engine.Tests.Storms;

/// <summary>Everything that a storm needs to happen again: what is run, and how bad the world is.</summary>
internal sealed record StormPlan
{
    public required int Seed { get; init; }

    public required CampaignSpec Spec { get; init; }

    public BackendCapabilities Capabilities { get; init; } = new()
    {
        MaxArrayElements = 4,
        MaxEnvironmentCharacters = 100_000,
        MaxOutstandingElements = 20,
        Slots = 6,
        PollInterval = TimeSpan.FromSeconds(5),
    };

    /// <summary>What becomes of tasks; the rest of the probability succeeds.</summary>
    public IReadOnlyList<(Fate Fate, double Share)> Fates { get; init; } = [];

    /// <summary>Probability of a death at each moment.</summary>
    public double Deaths { get; init; }

    /// <summary>How much goes wrong with calls, 0 .. 1.</summary>
    public double Faults { get; init; }

    /// <summary>Probability of something larger at each step: an outage, a lost array, a clock that is set.</summary>
    public double Events { get; init; }

    /// <summary>Whether users hold, release, cancel, retry and stop.</summary>
    public bool HasUsers { get; init; }

    /// <summary>Whether work may go on that the backend believes dead.</summary>
    public bool HasOrphans { get; init; }

    /// <summary>Whether the machine's clock is set back and forth.</summary>
    public bool SetsClock { get; init; }

    /// <summary>Whether replies may take up to a minute, so that newer ones overtake them.</summary>
    public bool HoldsReplies { get; init; }

    /// <summary>Whether replies may come twice.</summary>
    public bool RepeatsReplies { get; init; }

    /// <summary>Whether a task may have a result of which the engine hears later than of another one, or never.</summary>
    public bool HasStrayResults =>
        HasOrphans || HasUsers || Faults > 0 || Events > 0 || TailLoss > 0 || KeyDelay > TimeSpan.Zero || Fates.Any(f => f is { Fate: Fate.Mute, Share: > 0 });

    /// <summary>When snapshots are kept.</summary>
    public SnapshotPolicy Snapshots { get; init; } = new();

    /// <summary>Probability that the latest snapshot cannot be read, or was never kept.</summary>
    public double SnapshotDamage { get; init; }

    /// <summary>Probability that a death takes the end of the journal along.</summary>
    public double TailLoss { get; init; }

    /// <summary>Probability that an array is refused for good; a whole submission is with a quarter of it.</summary>
    public double Refusals { get; init; }

    /// <summary>Whether the backend may forget an array before the engine has seen how it ended.</summary>
    public bool ForgetsEnded { get; init; }

    /// <summary>Hosts with names, on which elements run by turns; 0 when they have none.</summary>
    public int Hosts { get; init; }

    /// <summary>Those of them that spoil whatever runs there.</summary>
    public int BadHosts { get; init; }

    /// <summary>Longest time between the acceptance of a result and the ledger key.</summary>
    public TimeSpan KeyDelay { get; init; }

    /// <summary>Runs after which everything is slow for a while.</summary>
    public long SurgeAfter { get; init; }

    /// <summary>Number of runs that are slow then.</summary>
    public long SurgeRuns { get; init; }

    /// <summary>Whether the targets' prices move, and their weights with them.</summary>
    public bool HasPrices { get; init; }

    /// <summary>How often the mailbox is looked into.</summary>
    public TimeSpan MailInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Time that a stopped element has.</summary>
    public TimeSpan KillGrace { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Step after which the weather is fair, so that every campaign ends.</summary>
    public int FoulSteps { get; init; } = 150;

    /// <summary>The whole state is looked at every so many steps.</summary>
    public int CheckEvery { get; init; } = 16;

    // Seeds that failed before there was more weather than this stay the storms that they were.
    private const int PlainSeeds = 1_000;

    /// <summary>Makes a plan from a seed.</summary>
    public static StormPlan Of(int seed) => seed < PlainSeeds ? Plain(seed) : FoulWeather.On(Plain(seed));

    private static StormPlan Plain(int seed)
    {
        var dice = new Random(seed);
        bool isLong = dice.Next(10) == 0;
        bool hasOrphans = dice.Next(3) == 0;
        return new StormPlan
        {
            Seed = seed,
            Spec = StormCampaigns.Of(dice),
            Capabilities = new BackendCapabilities
            {
                MaxArrayElements = dice.Next(1, 9),
                MaxEnvironmentCharacters = dice.Next(4) == 0 ? 1_100 : 100_000,
                MaxOutstandingElements = dice.Next(1, 30),
                Slots = dice.Next(0, 9),
                PollInterval = TimeSpan.FromSeconds(dice.Next(1, 31)),
                SearchLag = dice.Next(2) == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(dice.Next(1, 120)),
            },
            Fates =
            [
                (Fate.Fail, dice.NextDouble() * 0.3),
                (Fate.Interrupt, dice.NextDouble() * 0.2),
                (Fate.Vanish, dice.NextDouble() * 0.2),
                (Fate.Outlive, hasOrphans ? dice.NextDouble() * 0.2 : 0),
            ],
            Deaths = dice.Next(4) == 0 ? 0 : dice.NextDouble() * 0.02,
            Faults = dice.Next(4) == 0 ? 0 : dice.NextDouble(),
            Events = dice.Next(3) == 0 ? 0 : dice.NextDouble() * 0.03,
            HasUsers = dice.Next(2) == 0,
            HasOrphans = hasOrphans,
            SetsClock = dice.Next(3) == 0,
            HoldsReplies = dice.Next(3) == 0,
            RepeatsReplies = dice.Next(3) == 0,
            MailInterval = TimeSpan.FromSeconds(dice.Next(1, 20)),
            KillGrace = TimeSpan.FromSeconds(dice.Next(0, 20)),
            FoulSteps = isLong ? 600 : dice.Next(40, 200),
        };
    }
}
