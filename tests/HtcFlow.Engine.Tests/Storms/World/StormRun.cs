namespace HtcFlow.Engine.Tests.Storms.World;

/// <summary>One element that runs its tasks one after the other.</summary>
internal sealed class StormRun(StormJob job, int element, string host)
{
    public StormJob Job { get; } = job;

    public int Element { get; } = element;

    /// <summary>Host on which it runs; empty where hosts have no names.</summary>
    public string Host { get; } = host;

    /// <summary>Tasks of the element.</summary>
    public IReadOnlyList<long> Tasks { get; } = [.. job.Tasks.Slice((long)element * job.Order.Pack, job.Order.Pack)];

    /// <summary>Position of the task that runs.</summary>
    public int Position { get; set; }

    /// <summary>Whether its processes are gone; what it would have done does not happen.</summary>
    public bool IsDead { get; set; }

    /// <summary>Whether it was told to stop.</summary>
    public bool IsStopping { get; set; }

    public long Task => Tasks[Position];
}
