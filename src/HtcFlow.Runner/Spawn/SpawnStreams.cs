namespace HtcFlow.Runner.Spawn;

/// <summary>What every command of this process has as standard streams.</summary>
/// <param name="Output">Descriptor of its output; negative for the runner's own.</param>
/// <param name="Error">Descriptor of its error output; negative for the runner's own.</param>
/// <param name="OwnInput">Whether it reads the runner's standard input; else it reads nothing.</param>
/// <param name="TakesTerminal">Whether its process group becomes the foreground of the terminal on standard input.</param>
internal sealed record SpawnStreams(int Output, int Error, bool OwnInput, bool TakesTerminal)
{
    /// <summary>The runner's own output, and no input.</summary>
    public static SpawnStreams Own { get; } = new(-1, -1, false, false);
}
