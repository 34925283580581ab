namespace HtcFlow.Core.Planning.Hosts;

/// <summary>Bad ends that cannot be weighed yet, because it is not known how the rest of the fleet does.</summary>
internal sealed class HeldEnds
{
    // After half an hour the fleet would have shown to be better, if it were.
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(30);

    // Weighing them again walks over all of them.
    private static readonly TimeSpan s_interval = TimeSpan.FromMinutes(1);

    // About 10 MB. More bad ends in half an hour are no matter of a few hosts.
    private const int Most = 100_000;
    private List<(HostEnd End, DateTimeOffset At)> _ends = [];
    private DateTimeOffset _next;

    public void Add(HostEnd end, DateTimeOffset now)
    {
        if (_ends.Count < Most)
        {
            _ends.Add((end, now));
        }
    }

    /// <summary>Takes out those that can be weighed now, in the order in which they came, and drops those that never will be.</summary>
    public List<HostEnd> Take(DateTimeOffset now, Func<HostEnd, bool> canBeWeighed)
    {
        var taken = new List<HostEnd>();
        if (_ends.Count == 0 || now < _next)
        {
            return taken;
        }

        _next = now + s_interval;
        var left = new List<(HostEnd End, DateTimeOffset At)>();
        foreach ((HostEnd End, DateTimeOffset At) held in _ends.Where(held => held.At >= now - s_longest))
        {
            if (canBeWeighed(held.End))
            {
                taken.Add(held.End);
            }
            else
            {
                left.Add(held);
            }
        }

        _ends = left;
        return taken;
    }
}
