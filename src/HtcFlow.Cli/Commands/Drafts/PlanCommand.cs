using System.CommandLine;
using HtcFlow.Cli.Output;
using HtcFlow.Cli.Planning;
using HtcFlow.Cli.Sessions;
using HtcFlow.Cli.Syntax;

namespace HtcFlow.Cli.Commands.Drafts;

/// <summary>Says what a submission would do, without doing it.</summary>
internal static class PlanCommand
{
    /// <summary>Makes the verb.</summary>
    public static Command Create(CommandContext context)
    {
        Argument<string> file = Symbols.File();
        Option<string[]> set = Symbols.Set();
        return Verb.Make(
            context, "plan", "Say what a submission would run; touches nothing.", [file, set],
            (c, parse) => RunAsync(c, parse.GetRequiredValue(file), parse.GetValue(set) ?? []));
    }

    private static async Task<int> RunAsync(CommandContext context, string file, string[] overrides)
    {
        if (FileReading.Read(context, file, overrides) is not { } spec)
        {
            return ExitCodes.Usage;
        }

        CampaignPlan plan = CampaignPlan.Of(spec, await ArrayRoom.OnAsync(context, spec.Backend));
        if (context.Json)
        {
            JsonText.Line(context.Out, plan, OutputJson.Readable.CampaignPlan);
        }
        else
        {
            context.Out.Write(PlanText.Of(plan));
        }

        return ExitCodes.Fine;
    }
}
