using System.Globalization;
using System.Security.Cryptography;
using HtcFlow.Core.Ports;

namespace HtcFlow.Backends.Commands;

/// <summary>Puts the runner of this machine where execution hosts find it: once for each content, into the user's home directory there.</summary>
internal static class RunnerPlacement
{
    // Names and sizes are arguments: no value is ever part of the program.
    private const string Look = "test -x \"$1\" && test \"$(wc -c <\"$1\")\" -eq \"$2\"";
    private const string Put =
        "umask 022; mkdir -p \"${1%/*}\" && t=$(mktemp \"$1.XXXXXX\") && cat >\"$t\" && test \"$(wc -c <\"$t\")\" -eq \"$2\" && chmod 755 \"$t\" && mv -f \"$t\" \"$1\" "
        + "|| { rm -f \"$t\"; exit 1; }";

    /// <summary>Gives the path there.</summary>
    /// <param name="commands">The machine.</param>
    /// <param name="runner">The program here.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="FaultException">It cannot be read here or written there.</exception>
    internal static async Task<string> PlaceAsync(ICommands commands, string runner, CancellationToken cancellationToken)
    {
        byte[] program;
        try
        {
            program = await File.ReadAllBytesAsync(runner, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FaultException(FaultKind.Broken, "read runner", runner, e.Message, e);
        }

        string home = await commands.VariableAsync("HOME", cancellationToken) is { Length: > 0 } there
            ? there
            : throw new FaultException(FaultKind.Broken, "place runner", runner, "a login there has no HOME; put htcflow-runner there by hand and name it by 'runner' in the campaign");
        string path = $"{home.TrimEnd('/')}/.htcflow/runners/{Convert.ToHexStringLower(SHA256.HashData(program))[..16]}/htcflow-runner";
        string size = program.Length.ToString(CultureInfo.InvariantCulture);
        if ((await commands.RunAsync(new Command("/bin/sh", ["-c", Look, "sh", path, size]), cancellationToken)).Exit == 0)
        {
            return path;
        }

        CommandReply reply = await commands.RunAsync(new Command("/bin/sh", ["-c", Put, "sh", path, size]) { InputBytes = program }, cancellationToken);
        return reply.Exit == 0
            ? path
            : throw new FaultException(FaultKind.Broken, "place runner", path, reply.Error.Trim().ReplaceLineEndings("; ") + "; make room there, or name one by 'runner' in the campaign");
    }
}
