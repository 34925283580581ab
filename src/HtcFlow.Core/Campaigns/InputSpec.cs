using System.Text.Json.Serialization;

namespace HtcFlow.Core.Campaigns;

/// <summary>Something that stands in a task's scratch directory before its command starts.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(PlainFile), "file")]
[JsonDerivedType(typeof(RenderedFile), "template")]
[JsonDerivedType(typeof(StageResults), "results")]
public abstract record InputSpec
{
    private InputSpec()
    {
    }

    /// <summary>A file that is the same for every task; put into the store once, by content.</summary>
    /// <param name="Source">Absolute path on the submitting machine; only for messages once <paramref name="Sha256"/> is known.</param>
    /// <param name="As">Relative path in the scratch directory, a template.</param>
    /// <param name="Sha256">Content hash in lower-case hexadecimal, empty until submitted.</param>
    /// <param name="Executable">Whether the file is given mode 0755 instead of 0644.</param>
    public sealed record PlainFile(string Source, string As, string Sha256, bool Executable) : InputSpec;

    /// <summary>A text file in which <c>${...}</c> is filled in for each task.</summary>
    /// <param name="Source">Absolute path on the submitting machine; only for messages once <paramref name="Sha256"/> is known.</param>
    /// <param name="As">Relative path in the scratch directory, a template.</param>
    /// <param name="Sha256">Content hash of the unfilled text, empty until submitted.</param>
    public sealed record RenderedFile(string Source, string As, string Sha256) : InputSpec;

    /// <summary>Outputs of the tasks of an earlier stage on which this task depends, decompressed.</summary>
    /// <param name="Stage">Stage whose results are taken; the task's stage comes <c>after</c> it.</param>
    /// <param name="Files">Globs over the output names; empty takes all.</param>
    /// <param name="Into">Directory in the scratch, a template that may also use <c>${stage-name.axis}</c> of the earlier task.</param>
    public sealed record StageResults(string Stage, IReadOnlyList<string> Files, string Into) : InputSpec;
}
