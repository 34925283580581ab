using System.CommandLine;
using HtcFlow.Cli.Fetching;
using HtcFlow.Cli.Output;
using HtcFlow.Cli.Output.Documents;
using HtcFlow.Cli.Sessions;
using HtcFlow.Cli.Syntax;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.State;

namespace HtcFlow.Cli.Commands;

/// <summary>Prints what the command of a task wrote.</summary>
internal static class LogsCommand
{
    /// <summary>Makes the verb.</summary>
    public static Command Create(CommandContext context)
    {
        Argument<string> name = Symbols.Name(context);
        Argument<string> stage = new("stage") { Description = "Stage." };
        Argument<long> index = new("index") { Description = "Task." };
        Option<int> attempt = new("--attempt") { Description = "Attempt, from 1; the last one when it is left out.", HelpName = "n" };
        Option<bool> stderr = new("--stderr") { Description = "The error stream instead of the output." };
        return Verb.Make(
            context, "logs", "Print what a task's command wrote.", [name, stage, index, attempt, stderr],
            (c, parse) => RunAsync(
                c, parse.GetRequiredValue(name), parse.GetRequiredValue(stage), parse.GetRequiredValue(index),
                parse.GetValue(attempt), parse.GetValue(stderr) ? "stderr" : "stdout"));
    }

    private static async Task<int> RunAsync(CommandContext context, string name, string stageName, long index, int attempt, string stream)
    {
        using OpenCampaign? campaign = OpenCampaign.Open(context, name);
        int stageIndex = campaign is null ? -1 : campaign.StageOf(context, stageName);
        if (campaign is null || stageIndex < 0)
        {
            return ExitCodes.Usage;
        }

        StageState stage = campaign.State.Stages[stageIndex];
        if (index < 0 || index >= stage.Ledger.Count)
        {
            return context.Fail(
                ExitCodes.Usage, $"stage {stageName} has no task {index}", $"its tasks are 0 to {stage.Ledger.Count - 1}; `htcflow tasks {name}` lists them");
        }

        int attempts = stage.Ledger.AttemptsOf(index);
        if (attempts == 0)
        {
            return context.Fail(
                ExitCodes.Usage, $"task {stageName}/{index} is {PhaseNames.Of(stage.Ledger.StateOf(index))}: it was never started",
                $"`htcflow status {name}` shows what it waits for");
        }

        CampaignSpec spec = campaign.State.Spec;
        await using IObjectStore store = context.Parts.OpenStore(spec.Store);
        var log = new TaskLog(campaign, store, new TaskId(stageIndex, index));
        return await PrintAsync(context, log, attempt == 0 ? attempts : attempt, stream);
    }

    private static async Task<int> PrintAsync(CommandContext context, TaskLog log, int attempt, string stream)
    {
        string? text = await log.ReadAsync(attempt, stream, context.Stop);
        string reason = await log.ExplainAsync(attempt, context.Stop);
        if (context.Json)
        {
            var document = new LogDocument(
                log.Campaign, log.Stage, log.Index, attempt, stream, text is not null, reason, text ?? "");
            JsonText.Line(context.Out, document, OutputJson.Readable.LogDocument);
            return text is null ? ExitCodes.Usage : ExitCodes.Fine;
        }

        if (text is null)
        {
            return context.Fail(
                ExitCodes.Usage, $"attempt {attempt} of task {log.Stage}/{log.Index} left no {stream}{(reason.Length > 0 ? ": " + reason : "")}",
                $"`htcflow tasks {log.Campaign} --stage {log.Stage}` shows where the task stands; --attempt N shows another attempt");
        }

        context.Out.Write(text);
        context.Remark(reason.Length > 0 ? $"attempt {attempt}: {reason}" : $"attempt {attempt} of task {log.Stage}/{log.Index}");
        return ExitCodes.Fine;
    }
}
