namespace HtcFlow.Backends.Clusters.Schedulers;

/// <summary>What an element does that a scheduler shows.</summary>
internal enum QueuedState
{
    /// <summary>It waits, or is held.</summary>
    Waiting,

    /// <summary>It is on a host, whatever it does there.</summary>
    Running,

    /// <summary>It waits until somebody clears or deletes it.</summary>
    Stuck,
}
