using HtcFlow.Core.Ports;

namespace HtcFlow.Cli.Sessions;

/// <summary>Finds <c>htcflow-runner</c>: HTCFLOW_RUNNER, else beside this program, else on the PATH.</summary>
internal static class RunnerLocation
{
    /// <summary>Variable that names the runner.</summary>
    public const string Variable = "HTCFLOW_RUNNER";

    /// <summary>File name of the runner.</summary>
    public const string Name = "htcflow-runner";

    /// <summary>Absolute path of the runner; null when there is none. A path in the variable is taken as it is.</summary>
    public static string? Find(Func<string, string?> environment)
    {
        string? named = environment(Variable);
        if (!string.IsNullOrEmpty(named))
        {
            return File.Exists(named) ? Path.GetFullPath(named) : null;
        }

        string beside = Path.GetDirectoryName(Environment.ProcessPath) ?? AppContext.BaseDirectory;
        return ((string[])[beside, AppContext.BaseDirectory, .. (environment("PATH") ?? "").Split(':')])
            .Where(directory => directory.Length > 0)
            .Select(directory => Path.GetFullPath(Path.Combine(directory, Name)))
            .FirstOrDefault(File.Exists);
    }

    /// <summary>The fault for a runner that is not there.</summary>
    public static FaultException Missing() => new(
        FaultKind.Gone, "find the program", Name,
        $"it is neither named by {Variable}, nor beside htcflow, nor on the PATH; `make build` puts both into artifacts/bin");
}
