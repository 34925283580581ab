using System.CommandLine;
using System.CommandLine.Parsing;
using HtcFlow.Campaigns;
using HtcFlow.Cli.Output.Documents;

namespace HtcFlow.Cli.Syntax;

/// <summary>Explains a command line that cannot be understood.</summary>
internal static class UsageError
{
    /// <summary>The first thing that is wrong, with the nearest right one; null when nothing is.</summary>
    public static ErrorDocument? Of(ParseResult parse)
    {
        Command command = parse.CommandResult.Command;
        string help = $"`{PathOf(command)} --help` shows what it takes";

        // A misspelt option would otherwise pass for an argument.
        if (parse.Tokens.TakeWhile(t => t.Type != TokenType.DoubleDash).FirstOrDefault(IsMisspeltOption) is { } misspelt)
        {
            IEnumerable<string> options = command.Options.Select(option => option.Name).Append(Symbols.Json.Name).Append("--help");
            return new ErrorDocument($"unknown option '{misspelt.Value}'", Suggest(misspelt.Value, options, help), ExitCodes.Usage);
        }

        if (parse.UnmatchedTokens.Count > 0)
        {
            string word = parse.UnmatchedTokens[0];
            return command.Subcommands.Count > 0
                ? new ErrorDocument($"unknown command '{word}'", Suggest(word, command.Subcommands.Select(c => c.Name), help), ExitCodes.Usage)
                : new ErrorDocument($"'{command.Name}' does not take '{word}'", help, ExitCodes.Usage);
        }

        if (parse.Errors.Count == 0)
        {
            return null;
        }

        string message = parse.Errors[0].Message.TrimEnd('.');
        return new ErrorDocument(char.ToLowerInvariant(message[0]) + message[1..], help, ExitCodes.Usage);
    }

    private static string PathOf(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{PathOf(parent)} {command.Name}" : "htcflow";

    private static bool IsMisspeltOption(Token token) =>
        token.Type == TokenType.Argument && token.Value.Length > 2 && token.Value.StartsWith("--", StringComparison.Ordinal);

    private static string Suggest(string word, IEnumerable<string> known, string help) =>
        Nearest.To(word, known) is { } nearest ? $"did you mean '{nearest}'? {help}" : help;
}
