namespace HtcFlow.Backends.Simulated;

/// <summary>An element that runs in the twin.</summary>
/// <param name="Job">Its array.</param>
/// <param name="Started">What the rule saw.</param>
/// <param name="Play">What the rule decided.</param>
/// <param name="EndsAt">When it ends; null when the test ends it.</param>
/// <param name="Order">Breaks ties: of two that end at the same time the one that started first ends first.</param>
internal sealed record SimulatedRun(
    SimulatedJob Job, StartedElement Started, ElementPlay Play, DateTimeOffset? EndsAt, long Order);
