using System.Text.Json.Serialization;

namespace HtcFlow.Core.Campaigns;

/// <summary>Files that a task must produce; every one is acknowledged by the store before the attempt can succeed.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Matching), "glob")]
[JsonDerivedType(typeof(ListedIn), "listed")]
public abstract record OutputSpec
{
    private OutputSpec()
    {
    }

    /// <summary>All files that match a glob (<c>*</c>, <c>?</c>, <c>**</c> over directories); at least one must exist unless optional.</summary>
    /// <param name="Glob">Relative to the scratch directory, a template.</param>
    /// <param name="Optional">Whether no match is fine.</param>
    public sealed record Matching(string Glob, bool Optional) : OutputSpec;

    /// <summary>File names read from a (rendered) input file: every match of the pattern's first group names one expected file.</summary>
    /// <param name="File">Relative path of the input file, a template.</param>
    /// <param name="Pattern">Regular expression without backtracking, applied to each line, with exactly one group.</param>
    public sealed record ListedIn(string File, string Pattern) : OutputSpec;
}
