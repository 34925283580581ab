using System.CommandLine;
using HtcFlow.Cli.Sessions;
using HtcFlow.Cli.Syntax;
using HtcFlow.Core.Requests;
using HtcFlow.Core.State;
using HtcFlow.Engine.Homes;

namespace HtcFlow.Cli.Commands.Acting;

/// <summary>Reopens tasks that failed, were cancelled, or were skipped.</summary>
internal static class RetryCommand
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(100);

    /// <summary>Makes the verb.</summary>
    public static Command Create(CommandContext context)
    {
        Argument<string> name = Symbols.Name(context);
        Option<string?> stage = Symbols.Stage(context, name, "Only tasks of this stage.");
        Option<string?> tasks = Symbols.Tasks("Only these tasks.");
        Option<bool> watch = new("--watch") { Description = "Run the engine here when none runs." };
        return Verb.Make(
            context, "retry", "Try failed, cancelled and skipped tasks again.", [name, stage, tasks, watch],
            (c, parse) => RunAsync(
                c, parse.GetRequiredValue(name), parse.GetValue(stage), parse.GetValue(tasks), parse.GetValue(watch)));
    }

    private static async Task<int> RunAsync(CommandContext context, string name, string? stage, string? tasks, bool watch)
    {
        using OpenCampaign? campaign = OpenCampaign.Open(context, name);
        if (campaign is null)
        {
            return ExitCodes.Usage;
        }

        int wrong = Requests.Check(context, campaign, stage, tasks);
        if (wrong != ExitCodes.Fine)
        {
            return wrong;
        }

        bool isRun = campaign.Engine is not null;
        if (!isRun && campaign.State.Stages.Sum(s => s.Fruitless) == 0)
        {
            return context.Fail(
                ExitCodes.Usage, $"no task of campaign {name} failed, was cancelled or skipped: there is nothing to retry",
                $"`htcflow status {name}` shows it");
        }

        Requests.Post(context, campaign, RequestKind.Retry, stage, tasks);
        if (isRun && !await IsLeftAsync(context, campaign))
        {
            return ExitCodes.Fine;
        }

        if (!watch)
        {
            context.Remark($"no engine works on {name}: `htcflow resume {name}` runs them");
            return ExitCodes.Fine;
        }

        using EngineLock? owned = EngineLock.TryTake(campaign.Home, context.Time);
        return owned is null
            ? Ownership.Refuse(context, campaign.Home)
            : await EngineSession.RunAsync(context, campaign.Home, campaign.State.Spec);
    }

    /// <summary>Whether the engine has left without reading the request: when the campaign has ended, it only tidies up.</summary>
    private static async Task<bool> IsLeftAsync(CommandContext context, OpenCampaign campaign)
    {
        if (campaign.State.Phase != CampaignPhase.Ended)
        {
            return false;
        }

        while (campaign.Engine is not null && IsPending(campaign))
        {
            await Task.Delay(s_look, context.Time, context.Stop);
        }

        return IsPending(campaign); // it may have read it last of all
    }

    private static bool IsPending(OpenCampaign campaign) => campaign.Journal.Pending().Any(static r => r.Kind == RequestKind.Retry);
}
