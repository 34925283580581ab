using HtcFlow.Core.Ports;

namespace HtcFlow.Backends.Simulated;

/// <summary>How the in-memory twin behaves.</summary>
public sealed record InMemoryOptions
{
    /// <summary>Decides what becomes of each element; by default every task succeeds at once.</summary>
    public ElementRule Rule { get; init; } = static started => ElementPlay.Succeed(started);

    /// <summary>Decides what a running element does when it is cancelled, from that moment on; by default it is preempted at once.</summary>
    public ElementRule WhenCancelled { get; init; } = static started => ElementPlay.Preempted(started);

    /// <summary>Refuses single asks; null accepts.</summary>
    public Func<ArrayAsk, FaultException?> Refusal { get; init; } = static _ => null;

    /// <summary>Named hosts, <c>host-0</c> and so on, the least busy of which gets the next element; 0 gives them no names.</summary>
    public int Hosts { get; init; }

    /// <summary>Where elements write their keys; null when nobody reads them.</summary>
    public IObjectStore? Store { get; init; }

    /// <summary>What the twin says it can do; <see cref="BackendCapabilities.Slots"/> is obeyed, 0 runs everything at once.</summary>
    public BackendCapabilities Capabilities { get; init; } = new()
    {
        MaxArrayElements = 10_000,
        MaxEnvironmentCharacters = 100_000,
        MaxOutstandingElements = 1_000_000,
        Slots = 4,
        PollInterval = TimeSpan.FromSeconds(1),
    };
}
