using System.CommandLine;
using HtcFlow.Campaigns;
using HtcFlow.Cli.Output.Documents;

namespace HtcFlow.Cli.Syntax;

/// <summary>Explains a command line that cannot be understood.</summary>
internal static class UsageError
{
    /// <summary>The first thing that is wrong, with the nearest right one.</summary>
    public static ErrorDocument Of(ParseResult parse)
    {
        Command command = parse.CommandResult.Command;
        string path = command is RootCommand ? "htcflow" : $"htcflow {command.Name}";
        string help = $"`{path} --help` shows what it takes";
        if (parse.UnmatchedTokens.Count > 0)
        {
            string word = parse.UnmatchedTokens[0];
            bool isOption = word.StartsWith('-');
            string what = isOption ? "option" : command is RootCommand ? "command" : "argument";
            IEnumerable<string> known = isOption
                ? command.Options.Select(option => option.Name).Append(Symbols.Json.Name)
                : command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name);
            return new ErrorDocument(
                command is RootCommand ? $"unknown {what} '{word}'" : $"'{command.Name}' does not take the {what} '{word}'",
                Nearest.To(word, known) is { } nearest ? $"did you mean '{nearest}'? {help}" : help,
                ExitCodes.Usage);
        }

        string message = parse.Errors[0].Message.TrimEnd('.');
        return new ErrorDocument(char.ToLowerInvariant(message[0]) + message[1..], help, ExitCodes.Usage);
    }
}
