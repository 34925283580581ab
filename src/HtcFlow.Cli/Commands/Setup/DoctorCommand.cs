using System.CommandLine;
using HtcFlow.Cli.Machine;
using HtcFlow.Cli.Output;
using HtcFlow.Cli.Syntax;

namespace HtcFlow.Cli.Commands.Setup;

/// <summary>Says what this machine lacks and how to mend it.</summary>
internal static class DoctorCommand
{
    /// <summary>Makes the verb.</summary>
    public static Command Create(CommandContext context) => Verb.Make(
        context, "doctor", "Check what this machine lacks, with the command that mends it.", [],
        (c, _) => Task.FromResult(Run(c)));

    private static int Run(CommandContext context)
    {
        MachineReport report = MachineReport.Of(context);
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
