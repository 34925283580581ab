namespace HtcFlow.Cli.Aws.Init;

/// <summary>Instance types that one compute environment chooses from, and one queue sends to.</summary>
/// <param name="Name">Name of both.</param>
/// <param name="Label">What tells it from the others of a stack; empty for a single one.</param>
/// <param name="Types">Families and types.</param>
internal sealed record TypeSet(string Name, string Label, IReadOnlyList<string> Types)
{
    /// <summary>The part of the names of its resources in a template, which take letters and digits alone.</summary>
    public string Id { get; } = string.Concat(Label.Split('-', StringSplitOptions.RemoveEmptyEntries).Select(static part => char.ToUpperInvariant(part[0]) + part[1..]));
}
