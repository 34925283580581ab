using System.Diagnostics;

namespace HtcFlow.Acceptance;

/// <summary>One run of a program, with everything it printed.</summary>
internal sealed class ProgramRun
{
    private const int LinesOfOutput = 30;
    private static readonly TimeSpan s_lastWords = TimeSpan.FromSeconds(10);
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    private ProgramRun(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _error = process.StandardError.ReadToEndAsync();
        process.StandardInput.Close();
    }

    public int Id => _process.Id;

    public bool HasEnded => _process.HasExited;

    /// <summary>What stands around the program; a wait for its end that was in vain tells it.</summary>
    public Func<string> Scene { get; set; } = static () => "";

    public string Output => _output.Result;

    public string Error => _error.Result;

    public static ProgramRun Start(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return new ProgramRun(Process.Start(start)!);
    }

    /// <summary>Waits for the end and gives the exit code.</summary>
    public int Wait(TimeSpan atMost)
    {
        if (!_process.WaitForExit(atMost))
        {
            string scene = Scene();
            _process.Kill(entireProcessTree: true);
            _ = _process.WaitForExit(s_lastWords); // being killed takes a moment
            throw new InvalidOperationException(
                $"{_process.StartInfo.FileName} has not ended after {atMost}.\n{Tail(Printed(_error))}\n{Tail(Printed(_output))}\n{scene}");
        }

        return _process.ExitCode;
    }

    /// <summary>Kills it and gives the last lines that it printed.</summary>
    public string EndWithWords()
    {
        _process.Kill(entireProcessTree: true);
        return $"{Tail(Printed(_error))}\n{Tail(Printed(_output))}";
    }

    /// <summary>Waits for the end and fails with what was printed unless the exit code is 0.</summary>
    public string WaitForSuccess()
    {
        int code = Wait(TimeSpan.FromMinutes(5));
        Assert.True(code == 0, $"exit code {code}\n{Error}\n{Output}");
        return Output;
    }

    /// <summary>The last lines of a text.</summary>
    public static string Tail(string text) => string.Join('\n', text.TrimEnd().Split('\n').TakeLast(LinesOfOutput));

    // What it started in the background may hold its output open.
    private static string Printed(Task<string> output) => output.Wait(s_lastWords) ? output.Result : "(its output is still held open)";
}
