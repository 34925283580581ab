using System.CommandLine;
using HtcFlow.Cli.Output;
using HtcFlow.Cli.Output.Documents;
using HtcFlow.Cli.Sessions;
using HtcFlow.Cli.Syntax;
using HtcFlow.Core.Requests;
using HtcFlow.Core.State;
using HtcFlow.Engine.Homes;
using HtcFlow.Engine.Views;

namespace HtcFlow.Cli.Commands.Acting;

/// <summary>Goes on with a campaign that was stopped, held, or whose engine died.</summary>
internal static class ResumeCommand
{
    /// <summary>Marks the process that <c>--detach</c> starts; not for people.</summary>
    public const string BackgroundOption = "--background-engine";

    /// <summary>Makes the verb.</summary>
    public static Command Create(CommandContext context)
    {
        Argument<string> name = Symbols.Name(context);
        Option<bool> watch = new("--watch") { Description = "Stay and show how it goes (the default)." };
        Option<bool> detach = new("--detach", "-d") { Description = "Run it in the background." };
        Option<bool> background = new(BackgroundOption) { Hidden = true };
        return Verb.Make(
            context, "resume", "Go on with a campaign that was stopped or held.", [name, watch, detach, background],
            (c, parse) => RunAsync(c, parse.GetRequiredValue(name), parse.GetValue(detach)));
    }

    private static async Task<int> RunAsync(CommandContext context, string name, bool detach)
    {
        using OpenCampaign? campaign = OpenCampaign.Open(context, name);
        if (campaign is null)
        {
            return ExitCodes.Usage;
        }

        using (EngineLock? owned = EngineLock.TryTake(campaign.Home, context.Time))
        {
            int code = Release(context, campaign, isRun: owned is null);
            if (code != ExitCodes.Fine || owned is null)
            {
                return code;
            }

            if (IsOver(campaign))
            {
                return Conclude(context, campaign);
            }

            if (!detach)
            {
                return await EngineSession.RunAsync(context, campaign.Home, campaign.State.Spec);
            }
        }

        return await Detaching.RunAsync(context, campaign.Home);
    }

    private static int Conclude(CommandContext context, OpenCampaign campaign)
    {
        CampaignView view = campaign.View(context.Now);
        if (context.Json)
        {
            JsonText.Line(context.Out, CampaignDocument.Of(view, null), OutputJson.Readable.CampaignDocument);
        }
        else
        {
            context.Out.WriteLine(Summary.Of(view) + "; it has ended");
        }

        if (view.Fruitless == 0)
        {
            return ExitCodes.Fine;
        }

        context.Remark(Summary.HintAfterFailures(view));
        return ExitCodes.TasksFailed;
    }

    private static int Release(CommandContext context, OpenCampaign campaign, bool isRun)
    {
        // A hold that nobody has read yet counts too: requests are answered in order.
        bool isHeld = campaign.State.Phase == CampaignPhase.Held || campaign.Journal.Pending().Any(r => r.Kind == RequestKind.Hold);
        if (isRun && !isHeld)
        {
            return Ownership.Refuse(context, campaign.Home);
        }

        if (isHeld)
        {
            Requests.Post(context, campaign, RequestKind.Release, null, null);
        }

        return ExitCodes.Fine;
    }

    private static bool IsOver(OpenCampaign campaign) =>
        campaign.State.Phase == CampaignPhase.Ended && campaign.Journal.Pending().All(r => r.Kind != RequestKind.Retry);
}
