namespace HtcFlow.Campaigns.Names;

/// <summary>The names that <c>${...}</c> may use somewhere.</summary>
/// <param name="Owner">Whose names they are, for messages: <c>stage 'write'</c>.</param>
/// <param name="Names">The names.</param>
/// <param name="IsOpen">Whether there may be more that could not be read; nothing is then called unknown.</param>
internal sealed record NameScope(string Owner, IReadOnlyCollection<string> Names, bool IsOpen)
{
    /// <summary>A scope with more names.</summary>
    public NameScope With(IEnumerable<string> names, bool isOpen) =>
        this with { Names = Names.Concat(names).ToHashSet(StringComparer.Ordinal), IsOpen = IsOpen || isOpen };
}
