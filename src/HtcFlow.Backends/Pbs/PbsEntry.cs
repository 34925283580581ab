namespace HtcFlow.Backends.Pbs;

/// <summary>One job or server of a long listing.</summary>
/// <param name="Id">Its name as printed.</param>
internal sealed record PbsEntry(string Id)
{
    /// <summary>Its attributes.</summary>
    internal Dictionary<string, string> Attributes { get; } = new(StringComparer.Ordinal);

    /// <summary>An attribute; empty when it is not shown.</summary>
    internal string this[string name] => Attributes.GetValueOrDefault(name, "");
}
