using System.CommandLine;
using HtcFlow.Cli.Machine;
using HtcFlow.Cli.Output;
using HtcFlow.Cli.Syntax;

namespace HtcFlow.Cli.Commands.Setup;

/// <summary>Says what this machine lacks and how to mend it.</summary>
internal static class DoctorCommand
{
    /// <summary>Makes the verb.</summary>
    public static Command Create(CommandContext context)
    {
        Option<string?> store = new("--store")
        {
            Description = "Check this store too, as a campaign file names it: write, read, list and delete one small object.",
            HelpName = "address",
        };
        return Verb.Make(
            context, "doctor", "Check what this machine lacks, with the command that mends it.", [store],
            (c, parse) => RunAsync(c, parse.GetValue(store)));
    }

    private static async Task<int> RunAsync(CommandContext context, string? store)
    {
        MachineReport report = MachineReport.Of(context);
        if (store is not null)
        {
            report = MachineReport.Of([.. report.Findings, .. await StoreVisit.OfAsync(context, store)]);
        }

        if (context.Json)
        {
            JsonText.Line(context.Out, report, OutputJson.Readable.MachineReport);
        }
        else
        {
            context.Out.Write(MachineText.Of(report));
        }

        return report.Works ? ExitCodes.Fine : ExitCodes.World;
    }
}
