using HtcFlow.Cli.Sessions;

namespace HtcFlow.Cli.Machine;

/// <summary>Looks for programs.</summary>
internal static class ProgramCheck
{
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The program that runs tasks.</summary>
    public static Finding Runner(Func<string, string?> environment)
    {
        string? path = RunnerLocation.Find(environment);
        if (path is null)
        {
            return new Finding(
                RunnerLocation.Name, Finding.Missing, "not found",
                $"make build, or set {RunnerLocation.Variable} to its path");
        }

        bool canRun = (File.GetUnixFileMode(path) & Executable) != UnixFileMode.None;
        return Finding.If(canRun, RunnerLocation.Name, canRun ? path : $"{path} may not be executed", Finding.Missing, $"chmod +x {path}");
    }

    /// <summary>A program that some people like to have.</summary>
    public static Finding Optional(string name, string use, Func<string, string?> environment)
    {
        string? path = (environment("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(directory => Path.Combine(directory, name)).FirstOrDefault(File.Exists);
        return Finding.If(path is not null, name, path ?? $"not found (optional: {use})", Finding.Advice, $"apt-get install {name}");
    }
}
