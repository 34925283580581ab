using System.Diagnostics;
using System.Globalization;
using HtcFlow.Testing.S3;

namespace HtcFlow.Testing;

/// <summary>Runs the scripts of <c>tests/engines</c>, the commands of what they start, and kills its daemons.</summary>
internal static class EngineProcess
{
    // Exit code of the scripts where programs are not installed.
    private const int ProgramsMissing = 3;

    /// <summary>Path of a script.</summary>
    internal static string Script(string name) => Path.Combine(SourceTree.Root, "tests", "engines", name);

    /// <summary>Starts an engine, or what is missing of it, and gives the settings that the script prints.</summary>
    /// <exception cref="EngineMissingException">It is not installed.</exception>
    internal static IReadOnlyDictionary<string, string> Up(string script, string state, Dictionary<string, string> environment, params string[] words)
    {
        (int code, string output, string error) = Run(Script(script), [state, .. words], environment);
        return code switch
        {
            0 => output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(static line => line["export ".Length..].Split('=', 2))
                .ToDictionary(static parts => parts[0], static parts => parts[1], StringComparer.Ordinal),
            ProgramsMissing => throw new EngineMissingException(error.Trim()),
            _ => throw new InvalidOperationException($"tests/engines/{script} ended with {code}:\n{error}"),
        };
    }

    /// <summary>Kills a daemon by the number that it wrote down, and waits for its end.</summary>
    internal static void Kill(string file)
    {
        using Process process = Process.GetProcessById(int.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture));
        process.Kill();
        process.WaitForExit();
    }

    /// <summary>Waits until a process that is about to end has ended.</summary>
    internal static void WaitForEnd(int process)
    {
        try
        {
            Process.GetProcessById(process).WaitForExit();
        }
        catch (ArgumentException)
        {
            // It has.
        }
    }

    /// <summary>Runs a program to its end.</summary>
    internal static (int Code, string Output, string Error) Run(
        string program, string[] arguments, IEnumerable<KeyValuePair<string, string>> environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}
