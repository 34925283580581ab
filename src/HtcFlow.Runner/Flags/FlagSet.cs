using HtcFlow.Runner.Order;

namespace HtcFlow.Runner.Flags;

/// <summary>What a command line said: flags before the command, and the command. The environment says what the flags leave open.</summary>
internal sealed class FlagSet
{
    private static readonly char[] s_space = [' ', '\t', '\r', '\n'];

    private readonly Dictionary<string, List<string>> _given;
    private readonly Func<string, string?> _variable;

    public FlagSet(Dictionary<string, List<string>> given, IReadOnlyList<string> command, Func<string, string?> variable)
    {
        _given = given;
        _variable = variable;
        Command = command;
    }

    /// <summary>The command and its arguments; empty when none was given.</summary>
    public IReadOnlyList<string> Command { get; }

    /// <summary>The environment as it would be if each flag had been said there.</summary>
    public string? Variable(string name) =>
        _given.TryGetValue(name, out List<string>? values) ? string.Join('\n', values) : _variable(name);

    /// <summary>Value of a flag; null when neither it nor its variable says anything.</summary>
    public string? Text(string flag) => Variable(Flag.VariableOf(flag)) is { Length: > 0 } text ? text : null;

    /// <summary>Whether a switch is on.</summary>
    /// <exception cref="OrderProblem">Its variable says neither yes nor no.</exception>
    public bool IsOn(string flag) => Quantity.Switch(Text(flag), Spelling(flag));

    /// <summary>Values of a list: of the flags as they are, of the variable parted at white space.</summary>
    public IReadOnlyList<string> List(string flag)
    {
        string name = Flag.VariableOf(flag);
        return _given.TryGetValue(name, out List<string>? values)
            ? values
            : (_variable(name) ?? "").Split(s_space, StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>A message that begins with a variable, with the flag instead if that was used.</summary>
    public string Respell(string message)
    {
        foreach (Flag flag in FlagTable.All)
        {
            if (_given.ContainsKey(flag.Variable) && message.StartsWith(flag.Variable + " ", StringComparison.Ordinal))
            {
                return "--" + flag.Name + message[flag.Variable.Length..];
            }
        }

        return message;
    }

    /// <summary>How whoever set it called it, for messages.</summary>
    public string Spelling(string flag) => _given.ContainsKey(Flag.VariableOf(flag)) ? "--" + flag : Flag.VariableOf(flag);
}
