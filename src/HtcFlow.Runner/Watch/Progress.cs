using HtcFlow.Runner.Ship;
using HtcFlow.Runner.Ship.Traffic;

namespace HtcFlow.Runner.Watch;

/// <summary>What the watching thread tells the supervising one; every member may be used from any thread.</summary>
internal sealed class Progress(TimeProvider time)
{
    private long _lastGrowth;
    private long _bytes;
    private long _steps;
    private int _begun;
    private int _committed;
    private int _commits;
    private int _shipped;
    private int _asked;
    private int _answered;
    private Exception? _failure;

    /// <summary>What is still to be shipped, and how long that takes.</summary>
    public Backlog Backlog { get; } = new(time);

    /// <summary>Whether shipping is urgent, and why.</summary>
    public Urgency Urgency { get; } = new();

    /// <summary>Timestamp of the last growth of an output or checkpoint; 0 before the first.</summary>
    public long LastGrowth
    {
        get => Interlocked.Read(ref _lastGrowth);
        set => Interlocked.Exchange(ref _lastGrowth, value);
    }

    /// <summary>Bytes of outputs and checkpoints that have appeared.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Times at which one of them appeared or grew.</summary>
    public long Steps => Interlocked.Read(ref _steps);

    /// <summary>Checkpoint generations committed by this attempt.</summary>
    public int Commits => Volatile.Read(ref _commits);

    /// <summary>Outputs acknowledged in this attempt.</summary>
    public int Shipped => Volatile.Read(ref _shipped);

    /// <summary>Why watching ended early; null as long as it goes on.</summary>
    public Exception? Failure
    {
        get => Volatile.Read(ref _failure);
        set => Volatile.Write(ref _failure, value);
    }

    /// <summary>Whether everything that was finished when <see cref="AskForLook"/> was called is in the store.</summary>
    public bool IsCaughtUp => Volatile.Read(ref _answered) == Volatile.Read(ref _asked);

    /// <summary>Wakes the watching thread; set by it.</summary>
    public Action? Wake { get; set; }

    /// <summary>Number of the last look that was asked for.</summary>
    public int Asked => Volatile.Read(ref _asked);

    /// <summary>Asks for a look at everything, now, because the command will have to end: from here on shipping is urgent.</summary>
    public void AskForLook()
    {
        Urgency.IsDeadlineNear = true;
        Interlocked.Increment(ref _asked);
        Wake?.Invoke();
    }

    /// <summary>Says that a look begun when <see cref="Asked"/> had a certain value is done.</summary>
    public void Answer(int asked) => Volatile.Write(ref _answered, asked);

    public void CountGrowth(long bytes)
    {
        Interlocked.Add(ref _bytes, bytes);
        Interlocked.Increment(ref _steps);
    }

    /// <summary>Generations whose shipping has begun.</summary>
    public int Begun => Volatile.Read(ref _begun);

    /// <summary>Counts a generation whose shipping begins.</summary>
    /// <returns>Its number among those of this attempt, from 1.</returns>
    public int CountBegun() => Interlocked.Increment(ref _begun);

    /// <summary>Counts a generation that was committed.</summary>
    /// <param name="begun">What <see cref="CountBegun"/> gave for it.</param>
    public void CountCommit(int begun)
    {
        Volatile.Write(ref _committed, begun);
        Interlocked.Increment(ref _commits);
    }

    /// <summary>Whether a generation was committed of which nothing was on its way when <see cref="Begun"/> had a certain value: one that was in
    /// flight when a checkpoint was asked for is not the answer.</summary>
    public bool HasCommittedAfter(int begun) => Volatile.Read(ref _committed) > begun;

    public void CountShipped() => Interlocked.Increment(ref _shipped);
}
