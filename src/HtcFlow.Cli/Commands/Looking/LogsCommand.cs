using System.CommandLine;
using System.Globalization;
using HtcFlow.Cli.Fetching;
using HtcFlow.Cli.Output;
using HtcFlow.Cli.Output.Documents;
using HtcFlow.Cli.Sessions;
using HtcFlow.Cli.Syntax;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.State;

namespace HtcFlow.Cli.Commands.Looking;

/// <summary>Prints what the command of a task wrote.</summary>
internal static class LogsCommand
{
    /// <summary>Makes the verb.</summary>
    public static Command Create(CommandContext context)
    {
        Argument<string> name = Symbols.Name(context);
        Argument<string> stage = new("stage") { Description = "Stage." };
        stage.CompletionSources.Add(completion => Symbols.StagesOf(context, completion.ParseResult.GetValue(name)));
        Argument<long> index = new("index")
        {
            Description = "Task, as `htcflow tasks` numbers them.",
            CustomParser = static result =>
            {
                if (long.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out long number))
                {
                    return number;
                }

                result.AddError($"'{result.Tokens[0].Value}' is not the number of a task, such as 17");
                return 0;
            },
        };
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
        if (index >= stage.Ledger.Count)
        {
            return context.Fail(
                ExitCodes.Usage, $"stage {stageName} has no task {index}", $"its tasks are 0 to {stage.Ledger.Count - 1}; `htcflow tasks {name}` lists them");
        }

        int attempts = stage.Ledger.AttemptsOf(index);
        if (attempts == 0)
        {
            TaskState state = stage.Ledger.StateOf(index);
            return context.Fail(
                ExitCodes.Usage, $"task {stageName}/{index} is {PhaseNames.Of(state)}: it was never started",
                state == TaskState.Skipped
                    ? $"a task that it waits for has no result; `htcflow tasks {name} --state failed,cancelled` lists those"
                    : $"`htcflow status {name}` shows what it waits for");
        }

        CampaignSpec spec = campaign.State.Spec;
        await using IObjectStore store = context.Parts.OpenStore(spec.Store);
        var log = new TaskLog(campaign, store, new TaskId(stageIndex, index));
        return await PrintAsync(context, log, attempt == 0 ? attempts : attempt, stream);
    }

    private static async Task<int> PrintAsync(CommandContext context, TaskLog log, int attempt, string stream)
    {
        string? text = await log.ReadAsync(attempt, stream, context.Stop);
        (string reason, bool isReported) = await log.ExplainAsync(attempt, context.Stop);
        if (context.Json)
        {
            var document = new LogDocument(
                log.Campaign, log.Stage, log.Index, attempt, stream, text is not null, reason, text ?? "");
            JsonText.Line(context.Out, document, OutputJson.Readable.LogDocument);
            return text is null && !isReported ? ExitCodes.Usage : ExitCodes.Fine;
        }

        // A program that prints nothing is no error, and how its attempt ended is what the user came for.
        if (text is null && isReported)
        {
            context.Remark($"attempt {attempt}: {reason}");
            context.Remark($"nothing was printed on {stream}; {(stream == "stderr" ? "leave out --stderr to see the output" : "--stderr shows the error stream")}");
            return ExitCodes.Fine;
        }

        if (text is null)
        {
            return context.Fail(
                ExitCodes.Usage, $"attempt {attempt} of task {log.Stage}/{log.Index} left no {stream}: {reason}",
                $"`htcflow tasks {log.Campaign} --stage {log.Stage}` shows where the task stands; --attempt N shows another attempt");
        }

        context.Out.Write(text);
        context.Remark($"attempt {attempt}: {reason}");
        return ExitCodes.Fine;
    }
}
