using System.CommandLine;
using System.CommandLine.Parsing;
using HtcFlow.Campaigns;
using HtcFlow.Cli.Forecasting;
using HtcFlow.Cli.Syntax;
using HtcFlow.Forecast.Worlds;
using HtcFlow.Engine.Homes;

namespace HtcFlow.Cli.Commands.Drafts;

/// <summary>Foretells what a campaign will cost and how long it will take.</summary>
internal static class ForecastCommand
{
    private const int StandardRuns = 20;
    private const int MostRuns = 10_000;

    /// <summary>Makes the verb.</summary>
    public static Command Create(CommandContext context)
    {
        Argument<string> file = Symbols.File();
        Option<string[]> market = new("--market")
        {
            Description = "Prices and machines: CSV tables, a spot price history, or a directory of them.",
            HelpName = "file",
            Arity = ArgumentArity.OneOrMore,
        };
        Option<string[]> taskTime = TaskTimeOption();
        Option<string?> from = new("--from") { Description = "Take task times and failures as a campaign submitted from here measured them.", HelpName = "campaign" };
        from.CompletionSources.Add(_ => CampaignHome.List(context.Root).Select(home => home.Name));
        Option<TimeSpan?> checkpoint = Parsed("--checkpoint-every", "Time between the checkpoints of stages that write some.", "time", DurationText.Parse, "a duration such as 15m");
        Option<double?> failures = Parsed("--failures", "Share of the attempts that fail by themselves.", "share", text => ShareText.Parse(text, 1), "a share such as 1%");
        Option<int> vcpus = Number("--max-vcpus", "Most processors rented at a time.", 0, 1, int.MaxValue);
        Option<int> runs = Number("--runs", $"Number of simulated runs; from {Forecast.Statistics.Prediction.RunsForOrder} on the interval needs no assumption.", StandardRuns, 1, MostRuns);
        Option<int> seed = Number("--seed", "Seed of all dice; the same one gives the same forecast.", 1, 0, int.MaxValue);
        Option<string?> svg = new("--svg") { Description = "Draw machines over time into this file.", HelpName = "file" };
        Option<string[]> set = Symbols.Set();
        return Verb.Make(
            context, "forecast", "Foretell time and cost by running the engine in a simulated cloud.",
            [file, market, taskTime, from, checkpoint, failures, vcpus, runs, seed, svg, set],
            (c, parse) => ForecastSession.RunAsync(c, new ForecastRequest
            {
                File = parse.GetRequiredValue(file),
                Overrides = parse.GetValue(set) ?? [],
                Market = parse.GetValue(market) ?? [],
                TaskTimes = TaskTimeText.Parse(parse.GetValue(taskTime) ?? [], out _),
                From = parse.GetValue(from),
                CheckpointEvery = parse.GetValue(checkpoint),
                Failures = parse.GetValue(failures),
                MaxVcpus = parse.GetValue(vcpus),
                Runs = parse.GetValue(runs),
                Seed = parse.GetValue(seed),
                Svg = parse.GetValue(svg),
            }));
    }

    private static Option<string[]> TaskTimeOption()
    {
        Option<string[]> option = new("--task-time")
        {
            Description = "Mean time of a task on a machine of speed 1, and its deviation, e.g. write=3h~15%,read=10m.",
            HelpName = "stage=time",
            Arity = ArgumentArity.OneOrMore,
        };
        option.Validators.Add(result =>
        {
            IReadOnlyDictionary<string, TaskTime> times = TaskTimeText.Parse(result.Tokens.Select(t => t.Value), out string? wrong);
            if (wrong is not null)
            {
                result.AddError($"'{wrong}' is no task time; write stage=time such as write=3h~15%, or 2h for all stages");
            }
        });
        return option;
    }

    private static Option<T?> Parsed<T>(string name, string description, string helpName, Func<string, T?> parse, string expected)
        where T : struct => new(name)
        {
            Description = description,
            HelpName = helpName,
            CustomParser = result => parse(result.Tokens[0].Value) ?? Refuse<T>(result, expected),
        };

    private static Option<int> Number(string name, string description, int standard, int least, int most)
    {
        Option<int> option = new(name) { Description = description, HelpName = "n", DefaultValueFactory = _ => standard };
        option.Validators.Add(result =>
        {
            if (result is { Implicit: false } && result.Tokens.Count == 1
                && (!int.TryParse(result.Tokens[0].Value, out int value) || value < least || value > most))
            {
                result.AddError($"'{result.Tokens[0].Value}' is no number for {name}; it lies between {least} and {most}");
            }
        });
        return option;
    }

    private static T? Refuse<T>(ArgumentResult result, string expected)
        where T : struct
    {
        result.AddError($"'{result.Tokens[0].Value}' is not {expected}");
        return null;
    }
}
