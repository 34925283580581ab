namespace HtcFlow.Backends.Commands;

/// <summary>One run of an outside program; no shell ever reads its words.</summary>
/// <param name="Program">Path, or a name that is looked for on the PATH.</param>
/// <param name="Arguments">Its arguments, one by one.</param>
internal sealed record Command(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>What it reads from its standard input; nothing by default.</summary>
    public string Input { get; init; } = "";

    /// <summary>Most bytes of output that are taken; a program that writes more is ended.</summary>
    public int MaxOutputBytes { get; init; } = 256 << 20;
}
