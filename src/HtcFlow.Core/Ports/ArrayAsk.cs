using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Ids;

namespace HtcFlow.Core.Ports;

/// <summary>One array job to be submitted.</summary>
public sealed record ArrayAsk
{
    /// <summary>Deterministic name.</summary>
    public required JobName Name { get; init; }

    /// <summary>Number of elements, numbered from 0; at least 1.</summary>
    public required int Elements { get; init; }

    /// <summary>What one element occupies.</summary>
    public required ResourceSpec Resources { get; init; }

    /// <summary>Tasks that one element runs one after the other; 0 where an older release wrote the ask, which means 1.</summary>
    public int Pack { get; init; } = 1;

    /// <summary>Environment for every element: the order and what goes with it (see <see cref="Wire.RunnerEnvironment"/>).</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Name of the target that it is for; empty without targets.</summary>
    public string Target { get; init; } = "";

    /// <summary>Campaign and stage, for tags and people.</summary>
    public required string Campaign { get; init; }

    /// <summary>Stage, for tags and people.</summary>
    public required string Stage { get; init; }
}
