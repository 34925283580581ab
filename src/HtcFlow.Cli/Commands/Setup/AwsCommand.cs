using System.CommandLine;

namespace HtcFlow.Cli.Commands.Setup;

/// <summary>What has to do with an account of AWS.</summary>
internal static class AwsCommand
{
    /// <summary>Makes the verb.</summary>
    public static Command Create(CommandContext context)
    {
        var command = new Command("aws", "Set up an account of AWS.");
        command.Subcommands.Add(AwsInitCommand.Create(context));
        return command;
    }
}
