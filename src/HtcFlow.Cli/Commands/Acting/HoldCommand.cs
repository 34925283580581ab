using System.CommandLine;
using HtcFlow.Cli.Sessions;
using HtcFlow.Cli.Syntax;
using HtcFlow.Core.Requests;
using HtcFlow.Core.State;

namespace HtcFlow.Cli.Commands.Acting;

/// <summary>Holds a campaign: nothing more is started.</summary>
internal static class HoldCommand
{
    /// <summary>Makes the verb.</summary>
    public static Command Create(CommandContext context)
    {
        Argument<string> name = Symbols.Name(context);
        Option<bool> now = new("--now") { Description = "Also end the engine: running tasks write a checkpoint and go back to the queue." };
        return Verb.Make(
            context, "hold", "Start nothing more; what runs goes on.", [name, now],
            (c, parse) => Task.FromResult(Run(c, parse.GetRequiredValue(name), parse.GetValue(now))));
    }

    private static int Run(CommandContext context, string name, bool now)
    {
        using OpenCampaign? campaign = OpenCampaign.Open(context, name);
        if (campaign is null)
        {
            return ExitCodes.Usage;
        }

        if (campaign.State.Phase == CampaignPhase.Ended)
        {
            return context.Fail(ExitCodes.Usage, $"campaign {name} has ended: there is nothing to hold", $"`htcflow status {name}` shows it");
        }

        bool isRun = campaign.Engine is not null;
        Requests.Post(context, campaign, RequestKind.Hold, null, null);
        if (now && isRun)
        {
            // A stop is for the engine that runs now; left in the mailbox it would end the next one.
            Requests.Post(context, campaign, RequestKind.Stop, null, null);
        }

        context.Remark($"`htcflow resume {name}` goes on");
        return ExitCodes.Fine;
    }
}
