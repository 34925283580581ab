using HtcFlow.Core.State;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Core.Planning.Slowness;

/// <summary>Which elements of an array ran when it was last looked at.</summary>
/// <param name="Array">The array.</param>
/// <param name="Elements">The elements.</param>
/// <param name="SeenAt">When that was; after an outage of the backend long ago.</param>
public sealed record RunningArray(ArrayState Array, IndexSet Elements, DateTimeOffset SeenAt);
