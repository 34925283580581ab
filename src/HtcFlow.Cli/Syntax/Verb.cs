using System.CommandLine;

namespace HtcFlow.Cli.Syntax;

/// <summary>Puts a command together.</summary>
internal static class Verb
{
    /// <summary>Makes a command whose action gets a context that knows whether JSON is wanted.</summary>
    /// <param name="context">The world.</param>
    /// <param name="name">What the user types.</param>
    /// <param name="description">One sentence.</param>
    /// <param name="symbols">Arguments and options, in the order of the help.</param>
    /// <param name="run">What it does; gives the exit code.</param>
    public static Command Make(
        CommandContext context, string name, string description, IReadOnlyList<Symbol> symbols, Func<CommandContext, ParseResult, Task<int>> run)
    {
        var command = new Command(name, description);
        foreach (Symbol symbol in symbols)
        {
            if (symbol is Argument argument)
            {
                command.Arguments.Add(argument);
            }
            else if (symbol is Option option)
            {
                command.Options.Add(option);
            }
        }

        command.SetAction((ParseResult parse, CancellationToken _) => run(context with { Json = parse.GetValue(Symbols.Json) }, parse));
        return command;
    }
}
