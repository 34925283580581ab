using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Ports;
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

    /// <summary>How often the mailbox is looked into.</summary>
    public TimeSpan MailInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Time that a stopped element has.</summary>
    public TimeSpan KillGrace { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Step after which the weather is fair, so that every campaign ends.</summary>
    public int FoulSteps { get; init; } = 150;

    /// <summary>The whole state is looked at every so many steps.</summary>
    public int CheckEvery { get; init; } = 16;

    /// <summary>Makes a plan from a seed.</summary>
    public static StormPlan Of(int seed)
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

    /// <summary>Why the cloud refuses an array; null when it does not.</summary>
    public FaultException? RefusalOf(ArrayAsk ask, DateTimeOffset now) => null;
}
