using System.CommandLine;
using HtcFlow.Campaigns;
using HtcFlow.Cli.Output;
using HtcFlow.Cli.Output.Documents;
using HtcFlow.Cli.Syntax;

namespace HtcFlow.Cli.Commands.Drafts;

/// <summary>Lists every problem of a campaign file.</summary>
internal static class ValidateCommand
{
    /// <summary>Makes the verb.</summary>
    public static Command Create(CommandContext context)
    {
        Argument<string> file = Symbols.File();
        Option<string[]> set = Symbols.Set();
        return Verb.Make(
            context, "validate", "List every problem of a campaign file.", [file, set],
            (c, parse) => Task.FromResult(Run(c, parse.GetRequiredValue(file), parse.GetValue(set) ?? [])));
    }

    private static int Run(CommandContext context, string file, string[] overrides)
    {
        CampaignReading reading = CampaignReader.ReadFile(file, overrides);
        int errors = reading.Problems.Count(p => p.Severity == Severity.Error);
        int warnings = reading.Problems.Count - errors;
        if (context.Json)
        {
            var document = new ValidateDocument(
                file, reading.Spec is not null, reading.Spec?.Name ?? "", reading.Spec?.Stages.Count ?? 0, reading.Spec?.TaskCount ?? 0,
                [.. reading.Problems.Select(ProblemDocument.Of)]);
            JsonText.Line(context.Out, document, OutputJson.Readable.ValidateDocument);
        }
        else
        {
            foreach (Problem problem in reading.Problems)
            {
                context.Out.WriteLine(problem.ToString());
            }

            string also = warnings > 0 ? $", {Amounts.Count(warnings, "warning")}" : "";
            context.Out.WriteLine(reading.Spec is { } spec
                ? $"{file}: valid: campaign {spec.Name}, {Amounts.Count(spec.Stages.Count, "stage")}, {Amounts.Count(spec.TaskCount, "task")}{also}"
                : $"{file}: {Amounts.Count(errors, "error")}{also}");
        }

        return reading.Spec is null ? ExitCodes.Usage : ExitCodes.Fine;
    }
}
