using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;

namespace HtcFlow.Engine.Lanes;

/// <summary>An array on its way to the backend.</summary>
/// <param name="Array">The array.</param>
/// <param name="Ask">What the backend is asked.</param>
/// <param name="OrderKey">Key under which a long order goes into the store first; empty when it travels in the environment.</param>
/// <param name="Order">The packed order for <paramref name="OrderKey"/>.</param>
public sealed record ArrayJob(ArrayId Array, ArrayAsk Ask, string OrderKey, string Order);
