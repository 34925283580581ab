using HtcFlow.Campaigns.Yaml;

namespace HtcFlow.Campaigns.Drafts;

/// <summary>An output as it is written.</summary>
internal abstract record OutputDraft
{
    private OutputDraft()
    {
    }

    /// <summary>Files that match a glob.</summary>
    public sealed record Matching(ScalarNode? Glob, bool Optional) : OutputDraft;

    /// <summary>Files whose names stand in an input file.</summary>
    public sealed record ListedIn(ScalarNode? File, ScalarNode? Pattern) : OutputDraft;
}
