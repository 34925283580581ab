using HtcFlow.Runner.Order;
using HtcFlow.Runner.Spawn;

namespace HtcFlow.Runner.Flags;

/// <summary>Reads the command line: flags up to <c>--</c> or the first other word, then the command.</summary>
/// <remarks>By hand: this is on the way to every command's start, and a parsing library would cost more than all the rest of it.</remarks>
internal static class FlagReader
{
    /// <summary>Reads the arguments.</summary>
    /// <exception cref="OrderProblem">A flag is unknown or lacks its value.</exception>
    public static FlagSet Read(IReadOnlyList<string> arguments, Func<string, string?> variable)
    {
        var given = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        int at = 0;
        while (at < arguments.Count)
        {
            string argument = arguments[at];
            if (argument.Length < 2 || argument[0] != '-')
            {
                break;
            }

            at++;
            if (argument == "--")
            {
                break;
            }

            int equals = argument.IndexOf('=', StringComparison.Ordinal);
            Flag flag = FlagOf(equals < 0 ? argument : argument[..equals]);
            string value = flag.IsSwitch ? "yes" : "";
            if (equals >= 0)
            {
                value = argument[(equals + 1)..];
            }
            else if (!flag.IsSwitch)
            {
                value = at < arguments.Count && arguments[at] != "--"
                    ? arguments[at++]
                    : throw new OrderProblem($"--{flag.Name} lacks its value; write --{flag.Name} {flag.Value}.");
            }

            Put(given, flag, value);
        }

        string[] command = new string[arguments.Count - at];
        for (int c = 0; c < command.Length; c++)
        {
            command[c] = arguments[at + c];
        }

        return new FlagSet(given, command, variable);
    }

    private static void Put(Dictionary<string, List<string>> given, Flag flag, string value)
    {
        if (flag.IsList && given.TryGetValue(flag.Variable, out List<string>? values))
        {
            values.Add(value);
        }
        else
        {
            given[flag.Variable] = [value]; // the last one wins, so that a wrapper's flags can be overruled
        }
    }

    private static Flag FlagOf(string word)
    {
        string name = word.TrimStart('-');
        if (word.StartsWith("--", StringComparison.Ordinal) && FlagTable.Find(name) is { } flag)
        {
            return flag;
        }

        string advice = NearMiss.To(name, FlagTable.All.Select(static f => f.Name).Concat(["help", "version"])) is { } near
            ? $"did you mean --{near}?"
            : "'htcflow-runner --help' lists the flags";
        throw new OrderProblem($"{RawText.Printable(word)} is no flag; {advice} A command that begins with a hyphen follows after --.");
    }
}
