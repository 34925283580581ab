using System.CommandLine;
using HtcFlow.Cli.Output;
using HtcFlow.Cli.Output.Documents;
using HtcFlow.Cli.Syntax;

namespace HtcFlow.Cli.Commands.Setup;

/// <summary>Prints a script that teaches a shell to complete commands, options and campaign names.</summary>
internal static class CompletionCommand
{
    private const string Bash = """
        # htcflow completion for bash: put this line into ~/.bashrc
        #   source <(htcflow completion bash)
        _htcflow() {
            local IFS=$'\n'
            COMPREPLY=($(compgen -W "$(htcflow "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _htcflow htcflow

        """;

    private const string Zsh = """
        # htcflow completion for zsh: put this line into ~/.zshrc, after compinit
        #   source <(htcflow completion zsh)
        _htcflow() {
            local -a found
            found=("${(@f)$(htcflow "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
            compadd -a found
            _files
        }
        compdef _htcflow htcflow

        """;

    private const string Fish = """
        # htcflow completion for fish: put this line into ~/.config/fish/config.fish
        #   htcflow completion fish | source
        function __htcflow_complete
            htcflow "[suggest:"(commandline -C)"]" (commandline) 2>/dev/null
        end
        complete -c htcflow -a "(__htcflow_complete)"

        """;

    /// <summary>Makes the verb.</summary>
    public static Command Create(CommandContext context)
    {
        Argument<string> shell = new("shell") { Description = "bash, zsh or fish." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        return Verb.Make(
            context, "completion", "Print a completion script for a shell.", [shell],
            (c, parse) => Task.FromResult(Run(c, parse.GetRequiredValue(shell))));
    }

    private static int Run(CommandContext context, string shell)
    {
        string script = shell switch { "bash" => Bash, "zsh" => Zsh, _ => Fish };
        if (context.Json)
        {
            JsonText.Line(context.Out, new ScriptDocument(shell, script), OutputJson.Readable.ScriptDocument);
        }
        else
        {
            context.Out.Write(script);
        }

        return ExitCodes.Fine;
    }
}
