using HtcFlow.Campaigns.Yaml;

namespace HtcFlow.Campaigns.Drafts;

/// <summary>The values of an axis as they are written.</summary>
internal abstract record AxisDraft
{
    private AxisDraft()
    {
    }

    /// <summary><c>[1500, 2000]</c>.</summary>
    public sealed record Listed(IReadOnlyList<ScalarNode> Items) : AxisDraft;

    /// <summary><c>1..200</c>.</summary>
    public sealed record Range(ScalarNode Text) : AxisDraft;

    /// <summary><c>{from: 0.1, to: 0.3, step: 0.1}</c>; null where a part is missing.</summary>
    public sealed record Steps(ScalarNode? From, ScalarNode? To, ScalarNode? Step) : AxisDraft;

    /// <summary><c>{like: stage}</c>.</summary>
    public sealed record Like(ScalarNode? Stage) : AxisDraft;

    /// <summary>Something that a problem was already reported for; its name is known all the same.</summary>
    public sealed record Faulty : AxisDraft;
}
