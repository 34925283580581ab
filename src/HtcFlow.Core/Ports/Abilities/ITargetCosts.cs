using HtcFlow.Core.Money;

namespace HtcFlow.Core.Ports.Abilities;

/// <summary>Knows what the targets of a campaign cost.</summary>
/// <remarks>
/// Owner: whoever puts the engine together, which it outlives; it looks when it likes, and a look that fails changes nothing. Callers: the engine, from any
/// thread. Survives a crash: nothing, each look counts from the begin of the campaign.
/// </remarks>
public interface ITargetCosts
{
    /// <summary>The latest look; null before the first. A later one has a later time.</summary>
    CostLook? Latest { get; }
}
