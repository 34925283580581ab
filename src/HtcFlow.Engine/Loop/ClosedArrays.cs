using HtcFlow.Core.Effects;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.State;
using HtcFlow.Engine.Lanes;

namespace HtcFlow.Engine.Loop;

/// <summary>Closed arrays of which the backend has not heard yet that it may forget them.</summary>
/// <remarks>Kept in memory only: an engine that starts tells of the latest ones again, which is harmless.</remarks>
internal sealed class ClosedArrays
{
    private readonly List<(ArrayId Array, JobHandle Handle)> _waiting = [];
    private DateTimeOffset _notBefore;

    /// <summary>When there is something to tell; null when there is nothing.</summary>
    public DateTimeOffset? NextDue => _waiting.Count == 0 ? null : _notBefore;

    /// <summary>An array is closed.</summary>
    public void Add(ArrayState array) => _waiting.Add((array.Id, array.Handle));

    /// <summary>Telling failed; it is tried again after a wait.</summary>
    public void Return(LaneCall.Forget call, DateTimeOffset notBefore)
    {
        _waiting.AddRange(call.Closed);
        _notBefore = notBefore;
    }

    /// <summary>Takes what is to be told now.</summary>
    public IReadOnlyList<LaneCall> Take(DateTimeOffset now)
    {
        if (_waiting.Count == 0 || now < _notBefore)
        {
            return [];
        }

        LaneCall[] calls = [.. _waiting.Chunk(EffectPlanner.MaxArraysPerCall).Select(closed => new LaneCall.Forget(closed))];
        _waiting.Clear();
        return calls;
    }
}
