namespace HtcFlow.Runner.Kernel;

/// <summary>Wakes one waiting thread, from any thread and from signal handlers' threads; rings before a wait are not lost.</summary>
/// <remarks>An eventfd rather than a managed event: it can be polled beside other descriptors, and waiting on it never spins. Bells live as long as
/// the process.</remarks>
internal sealed unsafe class Bell
{
    private readonly int _descriptor = EventCalls.EventDescriptor(0, EventCalls.CloseOnExec | EventCalls.NonBlocking);

    public void Ring()
    {
        ulong one = 1;
        _ = FileCalls.Write(_descriptor, (byte*)&one, sizeof(ulong));
    }

    /// <summary>Waits for a ring, for input on another descriptor (negative for none), or until the time is over; then is silent again.</summary>
    /// <param name="timeout">Longest wait; null waits for ever.</param>
    /// <param name="other">A further descriptor to watch.</param>
    /// <returns>Whether the other descriptor has something to read.</returns>
    public bool Wait(TimeSpan? timeout, int other = -1)
    {
        PollEntry* entries = stackalloc PollEntry[2];
        entries[0] = new PollEntry { Descriptor = _descriptor, Wanted = EventCalls.Readable };
        entries[1] = new PollEntry { Descriptor = other, Wanted = EventCalls.Readable };
        int milliseconds = timeout is { } t ? (int)Math.Clamp(Math.Ceiling(t.TotalMilliseconds), 0, int.MaxValue) : -1;
        if (EventCalls.Poll(entries, other < 0 ? 1u : 2u, milliseconds) > 0 && entries[0].Seen != 0)
        {
            ulong count;
            _ = FileCalls.Read(_descriptor, (byte*)&count, sizeof(ulong));
        }

        return entries[1].Seen != 0;
    }
}
