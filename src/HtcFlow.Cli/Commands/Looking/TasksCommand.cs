using System.CommandLine;
using HtcFlow.Cli.Output;
using HtcFlow.Cli.Output.Documents;
using HtcFlow.Cli.Sessions;
using HtcFlow.Cli.Syntax;
using HtcFlow.Core.State;

namespace HtcFlow.Cli.Commands.Looking;

/// <summary>Lists tasks with their parameters and how their last attempt ended.</summary>
internal static class TasksCommand
{
    private const int DefaultLimit = 100;

    /// <summary>Makes the verb.</summary>
    public static Command Create(CommandContext context)
    {
        Argument<string> name = Symbols.Name(context);
        Option<string?> stage = Symbols.Stage(context, name, "Only tasks of this stage.");
        Option<string?> state = new("--state") { Description = "Only tasks in these states, e.g. failed,running.", HelpName = "states" };
        state.Validators.Add(result =>
        {
            string? wrong = Names(result.Tokens.Count == 1 ? result.Tokens[0].Value : null).FirstOrDefault(n => PhaseNames.StateOf(n) is null);
            if (wrong is not null)
            {
                result.AddError($"'{wrong}' is no state of a task; they are {string.Join(", ", PhaseNames.States)}");
            }
        });
        state.CompletionSources.Add(_ => PhaseNames.States);
        Option<int> limit = new("--limit") { Description = "Most lines; 0 for all.", HelpName = "n", DefaultValueFactory = _ => DefaultLimit };
        return Verb.Make(
            context, "tasks", "List tasks with their parameters and their last outcome.", [name, stage, state, limit],
            (c, parse) => Task.FromResult(Run(
                c, parse.GetRequiredValue(name), parse.GetValue(stage), [.. Names(parse.GetValue(state)).Select(n => PhaseNames.StateOf(n)!.Value)],
                parse.GetValue(limit))));
    }

    private static string[] Names(string? list) =>
        (list ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static int Run(CommandContext context, string name, string? stage, HashSet<TaskState> states, int limit)
    {
        using OpenCampaign? campaign = OpenCampaign.Open(context, name);
        if (campaign is null || (stage is not null && campaign.StageOf(context, stage) < 0))
        {
            return ExitCodes.Usage;
        }

        TaskListing listing = TaskListing.Of(campaign, stage, states, limit == 0 ? long.MaxValue : limit);
        if (context.Json)
        {
            JsonText.Line(context.Out, new TasksDocument(name, listing.Matching, listing.Tasks), OutputJson.Readable.TasksDocument);
            return ExitCodes.Fine;
        }

        context.Out.Write(TaskText.Of(listing.Tasks));
        if (listing.Matching > listing.Tasks.Count)
        {
            context.Remark($"{Amounts.Number(listing.Matching - listing.Tasks.Count)} more; --limit 0 lists all");
        }

        return ExitCodes.Fine;
    }
}
