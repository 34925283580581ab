using HtcFlow.Campaigns.Yaml;

namespace HtcFlow.Campaigns.Drafts;

/// <summary>An input as it is written.</summary>
internal abstract record InputDraft
{
    private InputDraft()
    {
    }

    /// <summary>A file that is the same for every task.</summary>
    public sealed record PlainFile(ScalarNode? Path, ScalarNode? As, bool Executable) : InputDraft;

    /// <summary>A file that is filled in for each task.</summary>
    public sealed record Template(ScalarNode? Path, ScalarNode? As) : InputDraft;

    /// <summary>Outputs of an earlier stage.</summary>
    public sealed record Results(ScalarNode? Stage, IReadOnlyList<ScalarNode> Files, ScalarNode? Into) : InputDraft;
}
