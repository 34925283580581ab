using System.CommandLine;
using HtcFlow.Cli.Sessions;
using HtcFlow.Cli.Syntax;
using HtcFlow.Core.Requests;
using HtcFlow.Core.State;
using HtcFlow.Engine.Homes;

namespace HtcFlow.Cli.Commands.Acting;

/// <summary>Cancels tasks: queued ones never start, running ones are ended.</summary>
internal static class CancelCommand
{
    /// <summary>Makes the verb.</summary>
    public static Command Create(CommandContext context)
    {
        Argument<string> name = Symbols.Name(context);
        Option<string?> stage = Symbols.Stage(context, name, "Only tasks of this stage.");
        Option<string?> tasks = Symbols.Tasks("Only these tasks.");
        return Verb.Make(
            context, "cancel", "Cancel tasks; all that are not final when none are named.", [name, stage, tasks],
            (c, parse) => RunAsync(c, parse.GetRequiredValue(name), parse.GetValue(stage), parse.GetValue(tasks)));
    }

    private static async Task<int> RunAsync(CommandContext context, string name, string? stage, string? tasks)
    {
        using OpenCampaign? campaign = OpenCampaign.Open(context, name);
        if (campaign is null)
        {
            return ExitCodes.Usage;
        }

        if (campaign.State.Phase == CampaignPhase.Ended)
        {
            return context.Fail(ExitCodes.Usage, $"campaign {name} has ended: there is nothing to cancel", $"`htcflow status {name}` shows it");
        }

        int wrong = Requests.Check(context, campaign, stage, tasks);
        if (wrong != ExitCodes.Fine)
        {
            return wrong;
        }

        using EngineLock? owned = EngineLock.TryTake(campaign.Home, context.Time);
        bool isPart = stage is not null || tasks is not null;
        if (owned is not null && isPart && campaign.State.Phase == CampaignPhase.Active)
        {
            // Only the cancelling is wanted: without this, the engine that does it would start the other tasks.
            campaign.Journal.Post(new UserRequest(0, RequestKind.Hold, "", ""));
        }

        Requests.Post(context, campaign, RequestKind.Cancel, stage, tasks);
        if (owned is not null && isPart)
        {
            context.Remark($"no engine works on {name}: this one stays until what was sent before has ended; interrupt it to leave that to `htcflow resume {name}`");
        }

        return owned is null ? ExitCodes.Fine : await CarryOutAsync(context, campaign);
    }

    // No engine runs, so this process is one until nothing of the campaign runs any more.
    private static async Task<int> CarryOutAsync(CommandContext context, OpenCampaign campaign)
    {
        var session = new EngineSession(context, campaign.Home, campaign.Journal, campaign.State.Spec) { StopsTasks = false };
        int code = await session.RunAsync();
        return code is ExitCodes.TasksFailed ? ExitCodes.Fine : code;
    }
}
