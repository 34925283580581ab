namespace HtcFlow.Core.Ports;

/// <summary>What a backend can do; the planner keeps within it.</summary>
public sealed record BackendCapabilities
{
    /// <summary>Most elements of one array.</summary>
    public required int MaxArrayElements { get; init; }

    /// <summary>Most characters of environment that one ask may carry; longer orders go through the store.</summary>
    public required int MaxEnvironmentCharacters { get; init; }

    /// <summary>Most elements that should be queued or running at a time.</summary>
    public required long MaxOutstandingElements { get; init; }

    /// <summary>Elements that can run at a time, as far as it is known; the planner spreads packs over them. 0 when unknown.</summary>
    public int Slots { get; init; }

    /// <summary>How often statuses are worth asking for.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest time for which a search by name may miss an array that is there; zero when it never does.</summary>
    public TimeSpan SearchLag { get; init; }

    /// <summary>What starting one element costs before its command runs, in time of the machine; packs are chosen by it.</summary>
    public TimeSpan StartCost { get; init; }

    /// <summary>Whether tasks go on when the engine's process ends, so that leaving means detaching.</summary>
    public bool RunsDetached { get; init; } = true;
}
