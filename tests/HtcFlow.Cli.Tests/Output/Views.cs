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
