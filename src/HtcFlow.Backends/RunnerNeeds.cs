namespace HtcFlow.Backends;

/// <summary>What a runner needs beside its command, whatever backend starts it.</summary>
internal static class RunnerNeeds
{
    /// <summary>Memory of its own: 64 MiB of buffers, 64 MiB of heap, and what the kernel keeps for it.</summary>
    internal const long AllowanceBytes = 256L << 20;

    /// <summary>Most bytes of environment in one ask: Linux takes 131,072 for one string, name and terminator included, and orders are one string.</summary>
    internal const int MaxEnvironmentBytes = 100_000;

    /// <summary>The runner itself ends a task at its walltime; a scheduler's limit stands behind it and leaves this much for staging and shipping.</summary>
    internal static readonly TimeSpan Staging = TimeSpan.FromMinutes(10);
}
