using HtcFlow.Cli.Output;

namespace HtcFlow.Cli.Forecasting;

/// <summary>What a forecast will take of this machine.</summary>
/// <param name="Tasks">Tasks of the campaign.</param>
/// <param name="Runs">Runs asked for.</param>
/// <param name="Processors">Processors of this machine.</param>
/// <param name="MemoryBytes">Memory that the process may use.</param>
internal sealed record ForecastEffort(long Tasks, int Runs, int Processors, long MemoryBytes)
{
    // Measured with workflows/forecast: 43 s of processor time for 20 runs of 25,100 tasks, 86 us each; that it holds for larger campaigns is an assumption.
    private const double SecondsPerTask = 90e-6;

    // A bound, not a measured end: two runs of 2.5 million tasks side by side held 810 MB, 160 bytes a task, when they were stopped unfinished.
    private const long BytesPerTask = 400;

    // What the program and the prices take, whatever the campaign.
    private const long BytesPerRun = 100L << 20;

    // Of the memory half is left to other programs and to what is not collected yet.
    private const int MemoryShare = 2;
    private static readonly TimeSpan s_long = TimeSpan.FromMinutes(2);

    /// <summary>Runs that go on at a time: one a processor, fewer when memory would not hold them; at least one.</summary>
    public int Parallel => (int)Math.Clamp(MemoryBytes / MemoryShare / (BytesPerRun + (Tasks * BytesPerTask)), 1, Math.Min(Processors, Runs));

    /// <summary>About how long it will take.</summary>
    public TimeSpan Expected => TimeSpan.FromSeconds(Math.Min(Math.Ceiling((double)Runs / Parallel) * Tasks * SecondsPerTask, TimeSpan.FromDays(3650).TotalSeconds));

    /// <summary>What to tell beforehand; null when it does not take long.</summary>
    public string? Warning => Expected < s_long ? null
        : $"{Amounts.Count(Runs, "run")} of {Amounts.Count(Tasks, "task")} will take about {Amounts.Duration(Expected)}, {Parallel} at a time; "
            + "fewer --runs or a part of the sweep (--set) take less, Ctrl-C keeps the runs that are complete";
}
