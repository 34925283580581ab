namespace HtcFlow.Runner.Supervise;

/// <summary>Gives memory back to the system while a command computes: what starting it took is not needed again for a long time.</summary>
/// <remarks>The collector alone would wait until its youngest generation is full (4 MiB), which a runner that only watches reaches once an hour;
/// and of the code only what watches is in use, a third of what starting touched.</remarks>
internal sealed class IdleMemory
{
    // Commands that are done by then are followed by the next one, which uses the memory again.
    private static readonly TimeSpan s_first = TimeSpan.FromSeconds(2);

    // A collection of some 5 MB takes 2 to 3 ms, and as many faults as bring the code back half of one: 0.006 % of a processor.
    private static readonly TimeSpan s_every = TimeSpan.FromMinutes(1);

    private TimeSpan _next = s_first;

    /// <summary>Gives back when it is time to.</summary>
    /// <param name="elapsed">Time since the command's start.</param>
    /// <returns>Time until it is time again.</returns>
    public TimeSpan Tend(TimeSpan elapsed)
    {
        if (elapsed >= _next)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            ProgramText.LetGo();
            _next = elapsed + s_every;
        }

        return _next - elapsed;
    }
}
