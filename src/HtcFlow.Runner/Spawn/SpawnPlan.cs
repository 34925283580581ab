namespace HtcFlow.Runner.Spawn;

/// <summary>A command, ready to be started.</summary>
/// <param name="Program">Path of the executable.</param>
/// <param name="Arguments">All arguments, the command's name first.</param>
/// <param name="Environment">Variables as <c>NAME=value</c> that are set or replaced.</param>
/// <param name="Directory">Working directory; empty for the runner's own.</param>
internal sealed record SpawnPlan(
    string Program, IReadOnlyList<string> Arguments, IReadOnlyList<KeyValuePair<string, string>> Environment, string Directory)
{
    /// <summary>Where the command's output is kept, relative to the scratch directory.</summary>
    public const string StandardOutput = ".htcflow/stdout";

    /// <summary>Where the command's error output is kept, relative to the scratch directory.</summary>
    public const string StandardError = ".htcflow/stderr";
}
