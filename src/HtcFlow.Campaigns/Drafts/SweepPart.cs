using HtcFlow.Campaigns.Yaml;

namespace HtcFlow.Campaigns.Drafts;

/// <summary>A factor of a sweep as it is written.</summary>
internal abstract record SweepPart
{
    private SweepPart()
    {
    }

    /// <summary>One axis, or several that advance together.</summary>
    public sealed record Axes(IReadOnlyList<NamedAxis> Items) : SweepPart;

    /// <summary>A CSV file whose columns advance together.</summary>
    public sealed record Table(ScalarNode Path) : SweepPart;

    /// <summary>Something that a problem was already reported for; which axes it holds is not known.</summary>
    public sealed record Faulty : SweepPart;
}
