namespace HtcFlow.Runner.Guard;

/// <summary>When the bandwidth probe may run next: as often as the guard likes, and never for more than half a per cent of a processor's time.</summary>
internal sealed class ProbeSchedule
{
    /// <summary>Share of a processor's time that the probe may take: half of what a command may lose, since it takes that from a command that
    /// keeps every processor busy. Getting 256 MiB from the kernel took 0.3 s on a crowded virtual machine (measured), which makes it once a minute.</summary>
    public const double Duty = 0.005;

    /// <summary>When the next probe is due, counted from the start.</summary>
    public TimeSpan Next { get; private set; }

    /// <summary>Notes a probe.</summary>
    /// <param name="elapsed">When it ended.</param>
    /// <param name="cost">Processor time that it took.</param>
    /// <param name="wanted">Wait until the next one that the guard likes.</param>
    public void Note(TimeSpan elapsed, TimeSpan cost, TimeSpan wanted)
    {
        TimeSpan least = cost / Duty;
        Next = elapsed + (least > wanted ? least : wanted);
    }
}
