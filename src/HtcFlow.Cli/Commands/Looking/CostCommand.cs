using System.CommandLine;
using HtcFlow.Cli.Costs;
using HtcFlow.Cli.Syntax;

namespace HtcFlow.Cli.Commands.Looking;

/// <summary>Reports what a campaign has cost, and for what.</summary>
internal static class CostCommand
{
    /// <summary>Makes the verb.</summary>
    public static Command Create(CommandContext context)
    {
        Argument<string> name = Symbols.Name(context);
        Option<string[]> prices = Files("--prices", "Spot prices: CSV tables, a spot price history, or a directory of them; the cloud is asked without it.");
        Option<string[]> onDemand = Files("--on-demand", "Prices on demand, in files like those of --prices; the last of each type counts.");
        Option<string?> svg = new("--svg") { Description = "Draw dollars by stage and purpose into this file.", HelpName = "file" };
        return Verb.Make(
            context, "cost", "Report what a campaign has cost, and for what.", [name, prices, onDemand, svg],
            (c, parse) => CostSession.RunAsync(
                c, new CostRequest(parse.GetRequiredValue(name), parse.GetValue(prices) ?? [], parse.GetValue(onDemand) ?? [], parse.GetValue(svg))));
    }

    private static Option<string[]> Files(string name, string description) =>
        new(name) { Description = description, HelpName = "file", Arity = ArgumentArity.OneOrMore };
}
