using HtcFlow.Cli.Output;
using HtcFlow.Cli.Output.Documents;
using HtcFlow.Core.Requests;
using HtcFlow.Core.State;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Cli.Sessions;

/// <summary>Leaves requests in a campaign's mailbox and says who will answer them.</summary>
internal static class Requests
{
    /// <summary>Checks stage and tasks of a request; gives the exit code when they are wrong.</summary>
    public static int Check(CommandContext context, OpenCampaign campaign, string? stage, string? tasks)
    {
        if (stage is not null && campaign.StageOf(context, stage) < 0)
        {
            return ExitCodes.Usage;
        }

        if (tasks is null)
        {
            return ExitCodes.Fine;
        }

        if (stage is null && campaign.State.Stages.Count > 1)
        {
            return context.Fail(ExitCodes.Usage, "--tasks numbers the tasks of one stage, and none is named", "add --stage");
        }

        StageState meant = campaign.State.Stages[stage is null ? 0 : campaign.State.Spec.StageIndexOf(stage)];
        long last = IndexSet.Parse(tasks).Ranges[^1].End - 1;
        return last < meant.Ledger.Count
            ? ExitCodes.Fine
            : context.Fail(
                ExitCodes.Usage, $"stage {meant.Spec.Name} has no task {last}",
                $"its tasks are 0 to {meant.Ledger.Count - 1}; `htcflow tasks {campaign.Home.Name}` lists them");
    }

    /// <summary>Posts a request and tells the user.</summary>
    public static void Post(CommandContext context, OpenCampaign campaign, RequestKind kind, string? stage, string? tasks)
    {
        string? engine = campaign.Engine;
        campaign.Journal.Post(new UserRequest(0, kind, stage ?? "", tasks ?? ""));
        string name = kind.ToString().ToLowerInvariant();
        if (context.Json)
        {
            var document = new RequestDocument(campaign.Home.Name, name, stage ?? "", tasks ?? "", engine);
            JsonText.Line(context.Out, document, OutputJson.Readable.RequestDocument);
            return;
        }

        string what = tasks is not null ? $" of tasks {tasks} of {stage ?? "its stage"}" : stage is not null ? $" of stage {stage}" : "";
        context.Out.WriteLine($"asked for {name}{what} in campaign {campaign.Home.Name}");
    }
}
