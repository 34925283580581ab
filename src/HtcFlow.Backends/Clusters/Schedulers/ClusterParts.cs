using HtcFlow.Core.Ports;

namespace HtcFlow.Backends.Clusters.Schedulers;

/// <summary>What makes a <see cref="ClusterBackend"/> one of a certain scheduler.</summary>
internal sealed record ClusterParts
{
    /// <summary>The scheduler.</summary>
    public required IScheduler Scheduler { get; init; }

    /// <summary>What the scheduler's commands go through; ended with the backend.</summary>
    public required IAsyncDisposable Commands { get; init; }

    /// <summary>How elements ended.</summary>
    public required IEndings Endings { get; init; }

    /// <summary>What was sent before.</summary>
    public required ArrayBook Book { get; init; }

    /// <summary>What the cluster can do.</summary>
    public required BackendCapabilities Capabilities { get; init; }

    /// <summary>Elements that wait for a hand; null where the scheduler has no such state.</summary>
    public IStuckJobs? Stuck { get; init; }

    /// <summary>Changes what waiting arrays keep away from; null where there is no way.</summary>
    public IHostAvoidance? Avoidance { get; init; }

    /// <summary>Switches hosts off for everybody; null where there is no way.</summary>
    public IHostSwitch? Hosts { get; init; }

    /// <summary>Whether hosts to avoid are switched off from now on, and not only kept out of later arrays.</summary>
    public bool SwitchesHosts { get; init; }

    /// <summary>Hosts that do not answer; null where the scheduler itself gives up what they had.</summary>
    public IUnheardHosts? Unheard { get; init; }

    /// <summary>How long such a host may be silent before its elements are taken for lost.</summary>
    public TimeSpan UnheardPatience { get; init; }

    /// <summary>How often records that are cheap to read are looked at for news; where there are none, how often the queue is worth a look.</summary>
    public required TimeSpan NewsInterval { get; init; }

    /// <summary>Where time comes from.</summary>
    public required TimeProvider Clock { get; init; }
}
