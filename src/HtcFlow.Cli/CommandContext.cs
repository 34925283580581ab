using HtcFlow.Cli.Output;

namespace HtcFlow.Cli;

/// <summary>The world as a command sees it; a test hands in its own.</summary>
internal sealed record CommandContext
{
    /// <summary>Where results go.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Where errors and remarks go.</summary>
    public required TextWriter Err { get; init; }

    /// <summary>Whether a person watches <see cref="Out"/> on a screen that can be redrawn.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>Columns of the screen.</summary>
    public int Width { get; init; } = 80;

    /// <summary>Clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>HtcFlow's data directory.</summary>
    public required string Root { get; init; }

    /// <summary>Reads an environment variable.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>The parts that make an engine.</summary>
    public required Composition Parts { get; init; }

    /// <summary>Cancelled when the user asks the command to stop.</summary>
    public CancellationToken Stop { get; init; }

    /// <summary>Whether results are JSON.</summary>
    public bool Json { get; init; }

    /// <summary>Tells the user what went wrong and what to do, and gives the exit code back.</summary>
    public int Fail(int exitCode, string what, string help)
    {
        ErrorText.Write(Err, Json, new Output.Documents.ErrorDocument(what, help, exitCode));
        return exitCode;
    }

    /// <summary>Tells the user something that is no result, so that a pipe does not see it.</summary>
    public void Remark(string text)
    {
        if (!Json)
        {
            Err.WriteLine(text);
        }
    }

    /// <summary>Now.</summary>
    public DateTimeOffset Now => Time.GetUtcNow();
}
