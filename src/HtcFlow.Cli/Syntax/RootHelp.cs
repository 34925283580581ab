using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace HtcFlow.Cli.Syntax;

/// <summary>The help of every command; the root's adds examples and the exit codes.</summary>
internal sealed class RootHelp(HelpAction standard) : SynchronousCommandLineAction
{
    private const string Examples = """
        Examples:
          htcflow validate campaign.yaml                 every problem of the file, with line and column
          htcflow plan campaign.yaml                     what would be run; touches nothing
          htcflow submit campaign.yaml --detach          run it in the background
          htcflow watch hamr                             follow it
          htcflow tasks hamr --state failed              what went wrong
          htcflow logs hamr write 17 --stderr            what a task said
          htcflow fetch hamr --stage read --to results   bring the outputs here

        Exit codes:
        """;

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        int code = standard.Invoke(parseResult);
        if (parseResult.CommandResult.Command is RootCommand)
        {
            TextWriter output = parseResult.InvocationConfiguration.Output;
            output.WriteLine(Examples);
            output.Write(CodeTable());
        }

        return code;
    }

    private static string CodeTable() =>
        string.Concat(ExitCodes.All.Select(code => $"  {code.Code,3}  {code.Meaning}\n"));
}
