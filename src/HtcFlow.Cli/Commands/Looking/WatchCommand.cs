using System.CommandLine;
using HtcFlow.Cli.Output;
using HtcFlow.Cli.Sessions;
using HtcFlow.Cli.Syntax;
using HtcFlow.Core.State;
using HtcFlow.Engine.Views;

namespace HtcFlow.Cli.Commands.Looking;

/// <summary>Follows a campaign that another process runs.</summary>
internal static class WatchCommand
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(500);

    /// <summary>Makes the verb.</summary>
    public static Command Create(CommandContext context)
    {
        Argument<string> name = Symbols.Name(context);
        return Verb.Make(
            context, "watch", "Follow a campaign until it ends.", [name], (c, parse) => RunAsync(c, parse.GetRequiredValue(name)));
    }

    private static async Task<int> RunAsync(CommandContext context, string name)
    {
        using OpenCampaign? campaign = OpenCampaign.Open(context, name);
        if (campaign is null)
        {
            return ExitCodes.Usage;
        }

        await ProgressDisplay.For(context, campaign.Home).RunAsync(show => FollowAsync(context, campaign, show));
        CampaignView view = campaign.View(context.Now);
        if (!context.Json)
        {
            context.Out.WriteLine(Summary.Of(view));
        }

        if (view.Phase == CampaignPhase.Ended)
        {
            return view.Fruitless == 0 ? ExitCodes.Fine : ExitCodes.TasksFailed;
        }

        if (context.Stop.IsCancellationRequested && campaign.Engine is not null)
        {
            // Leaving the window is not stopping the campaign.
            context.Remark($"{name} goes on without this window; `htcflow hold {name} --now` stops it");
            return ExitCodes.Interrupted;
        }

        return context.Fail(ExitCodes.Held, $"no engine works on campaign {name}", $"`htcflow resume {name}` goes on with it");
    }

    private static async Task FollowAsync(CommandContext context, OpenCampaign campaign, Action<CampaignView> show)
    {
        while (true)
        {
            // Asked first: an engine that ends between the two lines has written its last fact already.
            bool isRun = campaign.Engine is not null;
            campaign.Replay.CatchUp(campaign.Journal);
            show(campaign.View(context.Now));
            if (!isRun || campaign.State.Phase == CampaignPhase.Ended || context.Stop.IsCancellationRequested)
            {
                return;
            }

            try
            {
                await Task.Delay(s_interval, context.Time, context.Stop);
            }
            catch (OperationCanceledException)
            {
                // The loop looks once more and leaves.
            }
        }
    }
}
