namespace HtcFlow.Runner.Flags;

/// <summary>One flag of the command line, which the environment may say as well.</summary>
/// <param name="Name">Name without its two hyphens.</param>
/// <param name="Value">What stands for its value in the help; empty for a switch.</param>
/// <param name="Text">What it does, for the help.</param>
/// <param name="IsList">Whether it may be given several times; in a variable the values are parted by white space.</param>
internal sealed record Flag(string Name, string Value, string Text, bool IsList = false)
{
    /// <summary>The variable that says the same: <c>--cpu-level</c> is <c>HTCFLOW_CPU_LEVEL</c>.</summary>
    public string Variable { get; } = VariableOf(Name);

    /// <summary>Whether it has no value.</summary>
    public bool IsSwitch => Value.Length == 0;

    /// <summary>Spells the variable of a flag.</summary>
    public static string VariableOf(string name) => "HTCFLOW_" + name.ToUpperInvariant().Replace('-', '_');
}
