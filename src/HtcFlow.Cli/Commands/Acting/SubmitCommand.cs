using System.CommandLine;
using HtcFlow.Campaigns;
using HtcFlow.Cli.Output;
using HtcFlow.Cli.Output.Documents;
using HtcFlow.Cli.Sessions;
using HtcFlow.Cli.Staging;
using HtcFlow.Cli.Syntax;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Wire;
using HtcFlow.Engine.Homes;

namespace HtcFlow.Cli.Commands.Acting;

/// <summary>Submits a campaign and runs it here or in the background.</summary>
internal static class SubmitCommand
{
    /// <summary>Makes the verb.</summary>
    public static Command Create(CommandContext context)
    {
        Argument<string> file = Symbols.File();
        Option<string?> name = new("--name") { Description = "Name of the campaign, instead of the one in the file.", HelpName = "name" };
        Option<string?> backend = new("--backend") { Description = "Backend, instead of the one in the file.", HelpName = "backend" };
        backend.CompletionSources.Add(_ => CampaignSchema.Backends);
        Option<string[]> set = Symbols.Set();
        Option<bool> watch = new("--watch") { Description = "Stay and show how it goes (the default)." };
        Option<bool> detach = new("--detach", "-d") { Description = "Run it in the background." };
        return Verb.Make(
            context, "submit", "Submit a campaign and run it.", [file, name, backend, set, watch, detach],
            (c, parse) => RunAsync(
                c,
                parse.GetRequiredValue(file),
                FileReading.Overrides(parse.GetValue(set), parse.GetValue(name), parse.GetValue(backend)),
                parse.GetValue(detach)));
    }

    private static async Task<int> RunAsync(CommandContext context, string file, IReadOnlyList<string> overrides, bool detach)
    {
        if (FileReading.Read(context, file, overrides) is not { } spec)
        {
            return ExitCodes.Usage;
        }

        if (context.Parts.ExamineBackend(context, spec) is { } fault)
        {
            throw fault;
        }

        var home = new CampaignHome(context.Root, spec.Name);
        using (EngineLock? owned = EngineLock.TryTake(home, context.Time))
        {
            int code = owned is null ? Ownership.Refuse(context, home) : await SubmitAsync(context, home, spec);
            if (code != ExitCodes.Fine || !detach)
            {
                return code != ExitCodes.Fine ? code : await EngineSession.RunAsync(context, home, spec: FirstFact.SpecOf(home)!);
            }
        }

        // The lock is free again: the child takes it.
        return await Detaching.RunAsync(context, home);
    }

    private static async Task<int> SubmitAsync(CommandContext context, CampaignHome home, CampaignSpec spec)
    {
        if (FirstFact.Of(home) is { } first)
        {
            return context.Fail(
                ExitCodes.Usage,
                $"campaign '{spec.Name}' was submitted from here on {Amounts.Moment(first.At)} already",
                $"`htcflow status {spec.Name}` shows it, `htcflow resume {spec.Name}` goes on with it; give another one with --name");
        }

        Submission submission = await Submission.PrepareAsync(context, home, spec);
        await using IObjectStore store = context.Parts.OpenStore(spec.Store);
        if (await submission.CompleteAsync(store) is { } owner)
        {
            return context.Fail(
                ExitCodes.Usage,
                $"{S3Address.Place(spec.Store, spec.Name)} belongs to a campaign submitted from {owner.Host} on {Amounts.Moment(owner.SubmittedAt)}",
                "choose another name (--name) or store (--set store=...), or remove the old results");
        }

        Announce(context, home, submission);
        return ExitCodes.Fine;
    }

    private static void Announce(CommandContext context, CampaignHome home, Submission submission)
    {
        CampaignSpec spec = submission.Spec;
        if (context.Json)
        {
            var document = new SubmitDocument(
                "submitted", spec.Name, submission.BirthMark, spec.Store, spec.Backend.Kind, spec.TaskCount,
                submission.Inputs.Files, submission.Inputs.Bytes, home.Directory);
            JsonText.Line(context.Out, document, OutputJson.Readable.SubmitDocument);
            return;
        }

        context.Out.WriteLine(
            $"submitted {spec.Name}: {Amounts.Count(spec.TaskCount, "task")}, {Amounts.Count(submission.Inputs.Files, "input")} "
            + $"({Amounts.Size(submission.Inputs.Bytes)}) staged, results in {S3Address.Place(spec.Store, spec.Name)}");
    }
}
