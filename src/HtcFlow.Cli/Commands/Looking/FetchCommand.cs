using System.CommandLine;
using HtcFlow.Cli.Fetching;
using HtcFlow.Cli.Output;
using HtcFlow.Cli.Sessions;
using HtcFlow.Cli.Syntax;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Cli.Commands.Looking;

/// <summary>Downloads, decompresses and verifies outputs.</summary>
internal static class FetchCommand
{
    /// <summary>Makes the verb.</summary>
    public static Command Create(CommandContext context)
    {
        Argument<string> name = Symbols.Name(context);
        Option<string?> stage = Symbols.Stage(context, name, "Only outputs of this stage.");
        Option<string?> tasks = Symbols.Tasks("Only outputs of these tasks.");
        Option<string> to = new("--to") { Description = "Directory into which they go.", HelpName = "dir", Required = true };
        Option<string> layout = new("--layout")
        {
            Description = "Directory of a task below it; may use ${stage.name}, ${task.index} and axes.",
            HelpName = "template",
            DefaultValueFactory = _ => TaskLayout.Standard,
        };
        Option<bool> force = new("--force") { Description = "Replace files that differ." };
        return Verb.Make(
            context, "fetch", "Bring outputs here: downloaded, decompressed, verified.", [name, stage, tasks, to, layout, force],
            (c, parse) => RunAsync(
                c, parse.GetRequiredValue(name), parse.GetValue(stage), parse.GetValue(tasks),
                new FetchTarget(Path.GetFullPath(parse.GetRequiredValue(to)), parse.GetRequiredValue(layout), parse.GetValue(force))));
    }

    private static async Task<int> RunAsync(CommandContext context, string name, string? stage, string? tasks, FetchTarget target)
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

        if (TaskLayout.Refuse(campaign.State.Spec, stage, target.Layout) is { } complaint)
        {
            return context.Fail(ExitCodes.Usage, complaint, $"the standard layout is {TaskLayout.Standard}");
        }

        await using IObjectStore store = context.Parts.OpenStore(campaign.State.Spec.Store);
        var fetcher = new OutputFetcher(context, campaign.State, store, target);
        FetchSummary summary = await fetcher.RunAsync(stage, tasks is null ? null : IndexSet.Parse(tasks));
        if (context.Json)
        {
            JsonText.Line(context.Out, summary, OutputJson.Readable.FetchSummary);
        }
        else
        {
            context.Out.WriteLine(
                $"fetched {Amounts.Count(summary.Files, "file")} ({Amounts.Size(summary.Bytes)}) of {Amounts.Count(summary.Tasks, "task")} "
                + $"into {target.Directory}, {Amounts.Number(summary.Present)} were there already, {Amounts.Count(summary.Unfinished, "task")} without a result");
        }

        return summary.Differing == 0 ? ExitCodes.Fine : context.Fail(
            ExitCodes.Usage, $"left alone in {target.Directory}: {Amounts.Count(summary.Differing, "file")} with another content than the store's, first {summary.FirstDiffering}",
            "--force replaces them; or fetch into another directory");
    }
}
