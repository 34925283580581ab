using HtcFlow.Core.State;
using HtcFlow.Engine.Views;

namespace HtcFlow.Cli.Tests.Output;

/// <summary>A campaign in the middle of its run.</summary>
internal static class Views
{
    public static readonly DateTimeOffset Begin = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static CampaignView Busy { get; } = new()
    {
        Name = "hamr",
        Phase = CampaignPhase.Active,
        Store = "/data/results",
        Backend = "local",
        CreatedAt = Begin,
        At = Begin.AddSeconds(95),
        Retries = 3,
        TasksPerSecond = 1.25,
        Stages =
        [
            new StageView("write", 1200, 0, 150, 2, 1, 1040, 7, 0, 0, 12.34),
            new StageView("read", 24, 24, 0, 0, 0, 0, 0, 0, 0, 0),
        ],
    };

    public static IReadOnlyList<TargetView> Targets { get; } =
    [
        new TargetView("frankfurt", 3, 3 / 3.46, 9_000, 0.012345678, 812, "the cheapest, by 812 simulations", null, ""),
        new TargetView("ireland", 0.36, 0.36 / 3.46, 120, 0.0247, 96, "2.00 times the cheapest, by 96 simulations", null, ""),
        new TargetView("paid", 0.1, 0.1 / 3.46, 0, null, 0, "", Begin.AddMinutes(5), "the queue is disabled"),
    ];

    public static CampaignView Ended { get; } = Busy with
    {
        Phase = CampaignPhase.Ended,
        Reason = "held by the user",
        Stages =
        [
            new StageView("write", 1200, 0, 0, 0, 0, 1190, 7, 3, 0, 12.34),
            new StageView("read", 24, 0, 0, 0, 0, 23, 0, 0, 1, 0.1),
        ],
    };
}
