namespace HtcFlow.Runner.Supervise;

/// <summary>A command, ready to be started.</summary>
/// <param name="Program">Path of the executable.</param>
/// <param name="Arguments">All arguments, the command's name first.</param>
/// <param name="Environment">Variables as <c>NAME=value</c> that are set or replaced.</param>
/// <param name="Directory">Working directory.</param>
internal sealed record SpawnPlan(
    string Program, IReadOnlyList<string> Arguments, IReadOnlyList<KeyValuePair<string, string>> Environment, string Directory)
{
    /// <summary>Where the command's output goes, relative to the working directory.</summary>
    public const string StandardOutput = ".htcflow/stdout";

    /// <summary>Permissions of both: 0600.</summary>
    public const int LogMode = 0x180;

    /// <summary>Where the command's error output goes, relative to the working directory.</summary>
    public const string StandardError = ".htcflow/stderr";
}
