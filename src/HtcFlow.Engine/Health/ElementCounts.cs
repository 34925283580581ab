using HtcFlow.Core.Facts;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.State;

namespace HtcFlow.Engine.Health;

/// <summary>How many elements of each stage have started and ended, as the backend counts them, since this engine began.</summary>
public sealed class ElementCounts
{
    private readonly Dictionary<ArrayId, (long Started, long Ended)> _arrays = [];
    private readonly Dictionary<int, long> _running = [];

    /// <summary>Elements of a stage that ran when their arrays were last looked at; 0 when the backend does not count them.</summary>
    public long RunningOf(int stage) => _running.GetValueOrDefault(stage);

    /// <summary>Takes in a look at an array.</summary>
    /// <param name="array">The array.</param>
    /// <param name="facts">What was read; it may close the array.</param>
    /// <param name="status">The backend's snapshot.</param>
    /// <returns>Elements that have started and ended since the look before; an older answer of the backend takes nothing back.</returns>
    public (long Started, long Ended) See(ArrayState array, IReadOnlyList<Fact> facts, ArrayStatus status)
    {
        ArgumentNullException.ThrowIfNull(array);
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(status);
        (long Started, long Ended) before = _arrays.GetValueOrDefault(array.Id);
        (long Started, long Ended) after = before;
        if (status.IsKnown)
        {
            long ended = Math.Max(status.Ended.Count, status.EndedCount);
            after = (Math.Max(before.Started, ended + Math.Max(status.Running.Count, status.RunningCount)), Math.Max(before.Ended, ended));
        }

        _arrays[array.Id] = after;
        if (facts.OfType<Fact.ArrayClosed>().Any())
        {
            // What the backend forgot before it was seen to end has ended all the same.
            after = after with { Ended = after.Started };
            _arrays.Remove(array.Id);
        }

        (long Started, long Ended) more = (after.Started - before.Started, after.Ended - before.Ended);
        _running[array.Stage] = RunningOf(array.Stage) + more.Started - more.Ended;
        return more;
    }
}
