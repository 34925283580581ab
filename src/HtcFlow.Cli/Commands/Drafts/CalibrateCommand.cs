using System.CommandLine;
using HtcFlow.Cli.Calibrating;
using HtcFlow.Cli.Syntax;

namespace HtcFlow.Cli.Commands.Drafts;

/// <summary>Finds the types of instances on which a simulation is cheapest.</summary>
internal static class CalibrateCommand
{
    private const int StandardTasks = 2_000;
    private const int MostTasks = 1_000_000;

    /// <summary>Makes the verb.</summary>
    public static Command Create(CommandContext context)
    {
        Argument<string> file = Symbols.File();
        Option<string[]> types = List("--types", "Types of instances to compare, joined by commas.", "c5.4xlarge,m5.4xlarge");
        Option<string[]> families = List("--family", "Families, or letters of families, of which one type each is compared.", "c,m,r");
        Option<string?> stage = new("--stage") { Description = "Stage of which samples are run; the only one that needs no results of others without it.", HelpName = "stage" };
        Option<string?> target = new("--target") { Description = "Target whose queue is copied; the first without it.", HelpName = "target" };
        Option<int> tasks = new("--tasks") { Description = "Most samples of a type.", HelpName = "n", DefaultValueFactory = static _ => StandardTasks };
        tasks.Validators.Add(static result =>
        {
            if (result is { Implicit: false } && result.Tokens.Count == 1 && (!int.TryParse(result.Tokens[0].Value, out int value) || value < 2 || value > MostTasks))
            {
                result.AddError($"'{result.Tokens[0].Value}' is no number for --tasks; it lies between 2 and {MostTasks}");
            }
        });
        Option<bool> dry = new("--dry-run") { Description = "Say which types, how many samples and at most which cost; make nothing." };
        Option<bool> again = new("--again") { Description = "Begin anew where a calibration has ended." };
        Option<bool> clean = new("--clean") { Description = "Give a calibration up: end what runs, take its queues away." };
        Option<string?> svg = new("--svg") { Description = "Draw dollars of a simulation by type into this file.", HelpName = "file" };
        Option<string[]> set = Symbols.Set();
        Command command = Verb.Make(
            context, "calibrate", "Find the types of instances on which a simulation is cheapest, by running samples.",
            [file, types, families, stage, target, tasks, dry, again, clean, svg, set],
            (c, parse) => CalibrateSession.RunAsync(c, new CalibrateRequest
            {
                File = parse.GetRequiredValue(file),
                Overrides = parse.GetValue(set) ?? [],
                Types = Words(parse.GetValue(types)),
                Families = Words(parse.GetValue(families)),
                Stage = parse.GetValue(stage),
                Target = parse.GetValue(target),
                Tasks = parse.GetValue(tasks),
                IsDryRun = parse.GetValue(dry),
                IsAgain = parse.GetValue(again),
                IsClean = parse.GetValue(clean),
                Svg = parse.GetValue(svg),
            }));
        command.Validators.Add(result =>
        {
            int named = (Words(result.GetValue(types)).Length > 0 ? 1 : 0) + (Words(result.GetValue(families)).Length > 0 ? 1 : 0);
            if (named != 1 && !result.GetValue(clean))
            {
                result.AddError(named == 0 ? "say which types to compare: --types c5.4xlarge,m5.4xlarge or --family c,m,r" : "--types and --family say the same; give one of them");
            }
        });
        return command;
    }

    private static string[] Words(string[]? lists) =>
        [.. (lists ?? []).SelectMany(static list => list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Distinct(StringComparer.Ordinal)];

    private static Option<string[]> List(string name, string description, string helpName) =>
        new(name) { Description = description, HelpName = helpName, Arity = ArgumentArity.OneOrMore };
}
