using HtcFlow.Campaigns.Drafts;
using HtcFlow.Campaigns.Yaml;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Campaigns.Sweeps;

/// <summary>An axis of a stage while it is resolved.</summary>
internal sealed class AxisCell(ScalarNode name, AxisDraft draft)
{
    /// <summary>Where the axis is named.</summary>
    public ScalarNode Name { get; } = name;

    /// <summary>What is written.</summary>
    public AxisDraft Draft { get; } = draft;

    /// <summary>Its values; null before they are resolved and where they are faulty.</summary>
    public AxisValues? Values { get; set; }

    /// <summary>Whether <see cref="Values"/> needs no further work.</summary>
    public bool IsResolved { get; set; }

    /// <summary>Where a value of the axis is written, as near as can be said.</summary>
    public Place PlaceOf(long ordinal) => Draft switch
    {
        AxisDraft.Listed listed when ordinal < listed.Items.Count => listed.Items[(int)ordinal].Place,
        AxisDraft.Like { Stage: { } stage } => stage.Place,
        _ => Name.Place,
    };
}
