using System.Globalization;
using System.Text;

namespace HtcFlow.Backends.Commands.Ssh;

/// <summary>How a command is brought to a login node's shell and its reply back. Pure.</summary>
/// <remarks>
/// <c>sshd</c> hands one line to the user's login shell, whichever that is. The line is the same for every command but for a number: it becomes a
/// POSIX shell that takes so many bytes of its input for its program and leaves the rest to the command. So no word of a command is ever seen by an
/// unknown shell, none stands in the list of processes of the login node before it runs, and there is no limit to their length but the program's own.
/// </remarks>
internal static class SshFrame
{
    // What profiles print stands before the first mark; without the last one the connection was lost.
    private const string Begins = "htcflow-command-begins";
    private const string Ended = "htcflow-command-ended";

    private const int HopelessSeconds = 30;

    /// <summary>The line for the login shell.</summary>
    internal static string Line(int programBytes) =>
        string.Create(CultureInfo.InvariantCulture, $"exec /bin/sh -c 'p=$(dd bs=1 count={programBytes} 2>/dev/null); eval \"$p\"'");

    /// <summary>The program of the shell: environment, marks and the command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="login">Variables that a login there has.</param>
    /// <param name="given">Variables to be set, or taken away where the value is empty.</param>
    internal static byte[] Program(Command command, IReadOnlyDictionary<string, string> login, IReadOnlyDictionary<string, string> given)
    {
        var environment = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string name, string value) in login.Where(v => command.Keeps?.Contains(v.Key) != false).Concat(given).Concat(command.Variables).Append(new("LC_ALL", "C")))
        {
            environment[name] = value;
        }

        var text = new StringBuilder();
        foreach ((string name, string value) in environment)
        {
            _ = value.Length == 0
                ? text.Append("unset ").Append(name).Append('\n')
                : text.Append("export ").Append(name).Append('=').Append(ShellText.Quote(value)).Append('\n');
        }

        // What the session has besides stays away from it.
        string cleaned = command.Keeps is null
            ? ""
            : "env -i " + string.Join(' ', environment.Where(static v => v.Value.Length > 0).Select(static v => $"{v.Key}=\"${v.Key}\"")) + " ";

        // Nobody there ends a command that only waits but a clock.
        string bounded = command.Hopeless.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"timeout -s KILL {HopelessSeconds} ");
        text.Append("printf '\\n%s\\n' ").Append(Begins).Append('\n');
        text.Append(cleaned).Append(bounded).AppendJoin(' ', command.Arguments.Prepend(command.Program).Select(ShellText.Quote)).Append('\n');
        text.Append("printf '\\n%s %d\\n' ").Append(Ended).Append(" \"$?\"\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>The command's own reply; null when it is not whole.</summary>
    internal static CommandReply? Read(CommandReply framed)
    {
        ReadOnlySpan<byte> all = framed.Output;
        ReadOnlySpan<byte> first = Encoding.ASCII.GetBytes($"\n{Begins}\n");
        ReadOnlySpan<byte> last = Encoding.ASCII.GetBytes($"\n{Ended} ");
        int begin = all.IndexOf(first);
        int end = all.LastIndexOf(last);
        if (begin < 0 || end < begin + first.Length - 1)
        {
            return null;
        }

        string code = Encoding.ASCII.GetString(all[(end + last.Length)..]).Trim();
        int start = begin + first.Length;
        return int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out int exit)
            ? new CommandReply(exit, start < end ? all[start..end].ToArray() : [], framed.Error)
            : null;
    }
}
