using System.Diagnostics;

namespace HtcFlow.Benchmarks;

/// <summary>Runs whole processes and measures them from outside.</summary>
internal static class Whole
{
    /// <summary>The checkout, found from the built benchmark upwards.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The published command line.</summary>
    public static string Htcflow => Path.Combine(Root, "artifacts", "bin", "htcflow");

    /// <summary>The published runner.</summary>
    public static string Runner => Path.Combine(Root, "artifacts", "bin", "htcflow-runner");

    /// <summary>Runs a program to its end and gives its wall time in seconds.</summary>
    /// <exception cref="InvalidOperationException">It ended with another code than 0.</exception>
    public static double Seconds(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string? input = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        long begin = Stopwatch.GetTimestamp();
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input ?? "");
        process.StandardInput.Close();
        process.WaitForExit();
        double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        LastOutput = output.Result;
        return process.ExitCode == 0
            ? seconds
            : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {error.Result}{output.Result}");
    }

    /// <summary>What the last process wrote to its standard output.</summary>
    public static string LastOutput { get; private set; } = "";

    private static string FindRoot()
    {
        string? directory = AppContext.BaseDirectory;
        while (directory is not null && !File.Exists(Path.Combine(directory, "HtcFlow.sln")))
        {
            directory = Path.GetDirectoryName(directory);
        }

        return directory ?? throw new InvalidOperationException("Run the benchmark from its checkout.");
    }
}
