using HtcFlow.Core.Ports;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Wire;

namespace HtcFlow.Backends.Simulated;

/// <summary>An element that starts now, as the rule that decides its fate sees it.</summary>
/// <param name="Ask">The array that it belongs to.</param>
/// <param name="Element">Element, from 0.</param>
/// <param name="Order">The order in the ask's environment; null when there is none, or when it lies in the store.</param>
public sealed record StartedElement(ArrayAsk Ask, int Element, StageOrder? Order)
{
    /// <summary>Host on which it runs; empty when the twin has no named hosts.</summary>
    public string Host { get; init; } = "";

    /// <summary>Task indices that the element runs, as the runner would read them from the order; empty without one.</summary>
    public IndexSet Tasks => Order is null
        ? IndexSet.Empty
        : IndexSet.Parse(Order.Indices).Slice((long)Element * Order.Pack, Order.Pack);
}
