namespace HtcFlow.Core.Money.Instances;

/// <summary>What is known of one instance while attempts are added up: dollars by stage and purpose, and when it worked.</summary>
internal sealed class InstanceAccount(RentedInstance instance, int cells)
{
    // Nothing more than this between two looks is bridged by its middle: an engine that slept has not seen when an instance ended.
    private static readonly TimeSpan s_longestGap = TimeSpan.FromMinutes(15);

    // A time that the cloud tells is believed where the looks around it could have happened so: by more than this its clock and ours differ,
    // and begins, which looks time, would be set against ends of another clock.
    private static readonly TimeSpan s_clockError = TimeSpan.FromSeconds(5);

    private double[]? _dollars;

    /// <summary>The instance.</summary>
    public RentedInstance Instance { get; } = instance;

    /// <summary>First begin of an attempt; null without any.</summary>
    public DateTimeOffset? FirstBegin { get; private set; }

    /// <summary>Last end of an attempt; null without any.</summary>
    public DateTimeOffset? LastEnd { get; private set; }

    /// <summary>Dollars of attempts by stage and purpose; empty without any.</summary>
    public ReadOnlySpan<double> Dollars => _dollars;

    /// <summary>Whether something saw it run.</summary>
    public bool HasRun => Instance.RunningAt is not null || FirstBegin is not null;

    /// <summary>Adds an attempt.</summary>
    public void Add(int cell, double dollars, DateTimeOffset begin, DateTimeOffset end)
    {
        _dollars ??= new double[cells];
        _dollars[cell] += dollars;
        FirstBegin = FirstBegin < begin ? FirstBegin : begin;
        LastEnd = LastEnd > end ? LastEnd : end;
    }

    /// <summary>Shortest and longest time between launch and run that the looks and the attempts allow; null when nothing bounds it.</summary>
    public (TimeSpan Least, TimeSpan Most)? StartBounds()
    {
        DateTimeOffset? ran = Earlier(Instance.RunningAt, FirstBegin);
        return ran is { } latest ? (Positive((Instance.PendingAt ?? Instance.Launched) - Instance.Launched), Positive(latest - Instance.Launched)) : null;
    }

    /// <summary>When it began to cost.</summary>
    /// <param name="delay">Usual time between launch and run.</param>
    public DateTimeOffset StartedAt(TimeSpan delay)
    {
        if (StartBounds() is not { } bounds)
        {
            return Instance.Launched + delay;
        }

        TimeSpan fitting = delay < bounds.Least ? (bounds.Least + bounds.Most) / 2 : delay > bounds.Most ? bounds.Most : delay;
        return Instance.Launched + fitting;
    }

    /// <summary>When it stopped costing: when the cloud says so, else between the last look that saw it and the first that did not, and not before its last attempt ended.</summary>
    /// <param name="now">Now, for instances that still run.</param>
    /// <param name="isSeen">Whether looks saw the end, or that it still runs.</param>
    public DateTimeOffset EndedAt(DateTimeOffset now, out bool isSeen)
    {
        DateTimeOffset last = LastEnd > Instance.SeenAt ? LastEnd.Value : Instance.SeenAt;
        if (Instance.GoneAt is not { } gone)
        {
            isSeen = now - last <= s_longestGap;
            return isSeen ? now : last;
        }

        if (Instance.EndedAt is { } told && told >= Instance.SeenAt - s_clockError && told <= gone + s_clockError)
        {
            isSeen = true;
            return told < now ? told : now;
        }

        isSeen = gone - last <= s_longestGap;
        DateTimeOffset end = gone <= last || !isSeen ? last : last + ((gone - last) / 2);
        return end < now ? end : now;
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other : one;

    private static TimeSpan Positive(TimeSpan span) => span > TimeSpan.Zero ? span : TimeSpan.Zero;
}
