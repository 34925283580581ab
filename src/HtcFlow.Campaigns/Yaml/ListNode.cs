namespace HtcFlow.Campaigns.Yaml;

/// <summary>A list of nodes.</summary>
internal sealed class ListNode(Place place, IReadOnlyList<Node> items)
    : Node(place, 1 + items.Sum(item => item.Weight), items.Count == 0 ? 1 : 1 + items.Max(item => item.Height))
{
    /// <summary>The items in order.</summary>
    public IReadOnlyList<Node> Items { get; } = items;

    /// <inheritdoc/>
    public override string Kind => "a list";
}
