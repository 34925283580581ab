using HtcFlow.Campaigns.Drafts;
using HtcFlow.Campaigns.Names;
using HtcFlow.Campaigns.Sweeps;
using HtcFlow.Campaigns.Yaml;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Campaigns.Assembly;

/// <summary>A stage while it is put together.</summary>
/// <param name="Bench">Problems and files.</param>
/// <param name="Name">Where the stage is named.</param>
/// <param name="Draft">What is written.</param>
/// <param name="Sweep">Its sweep as far as known.</param>
/// <param name="Edges">Its dependencies as far as they are sound.</param>
/// <param name="Variables">The campaign's variables.</param>
/// <param name="Scope">Names for <c>${...}</c>.</param>
internal sealed record StageContext(
    Workbench Bench,
    ScalarNode Name,
    StageDraft Draft,
    StageSweep Sweep,
    IReadOnlyList<EdgeSpec> Edges,
    IReadOnlyDictionary<string, string> Variables,
    NameScope Scope)
{
    /// <summary>An axis of the stage, or null.</summary>
    public Axis? AxisOf(string name) =>
        Sweep.Sweep?.Axes.Select(item => item.Axis).FirstOrDefault(axis => axis.Name == name);
}
