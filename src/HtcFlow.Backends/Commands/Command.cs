using System.Text;

namespace HtcFlow.Backends.Commands;

/// <summary>One run of an outside program; no shell ever reads its words.</summary>
/// <param name="Program">Path, or a name that is looked for on the PATH.</param>
/// <param name="Arguments">Its arguments, one by one.</param>
internal sealed record Command(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>What it reads from its standard input; nothing by default.</summary>
    public string Input { get; init; } = "";

    /// <summary>The same where it is no text; wins over <see cref="Input"/> when it is not empty.</summary>
    public ReadOnlyMemory<byte> InputBytes { get; init; }

    /// <summary>Variables of the environment there that it gets; null for all.</summary>
    public IReadOnlyCollection<string>? Keeps { get; init; }

    /// <summary>Variables that are set for it.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>Words on its standard error after which it would only wait; it is ended then, and its reply says that it was killed.</summary>
    public IReadOnlyList<string> Hopeless { get; init; } = [];

    /// <summary>Most bytes of output that are taken; a program that writes more is ended.</summary>
    public int MaxOutputBytes { get; init; } = 256 << 20;

    /// <summary>What it reads, as bytes.</summary>
    internal ReadOnlyMemory<byte> Stream => InputBytes.IsEmpty ? Encoding.UTF8.GetBytes(Input) : InputBytes;
}
