namespace HtcFlow.Runner.Guard;

/// <summary>When the bandwidth probe may run next: as often as the guard likes, and never for more than a quarter of a per cent of a processor's time.</summary>
internal sealed class ProbeSchedule
{
    /// <summary>Share of a processor's time that the probe may take: half of what the whole runner may take while it only watches (0.5 %).
    /// Getting 128 MiB from the kernel took 0.1 to 0.25 s on a virtual machine (measured), which makes it once in one or two minutes.</summary>
    public const double Duty = 0.0025;

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
