using System.Globalization;
using System.Text;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Backends.Local.Spooling;

/// <summary>One line of a job's <c>ended</c> file: which elements, exit code, and why.</summary>
/// <param name="Elements">Elements that ended so.</param>
/// <param name="Exit">Exit code, 128 + signal, or -1 when unknown.</param>
/// <param name="Reason">One line for people; may be empty.</param>
internal sealed record EndLine(IndexSet Elements, int Exit, string Reason)
{
    /// <summary>Reads a file; what lies behind the last line end was torn by a crash and is not believed.</summary>
    /// <param name="content">Whole file.</param>
    /// <param name="elements">Elements of the job; others are not believed either.</param>
    /// <param name="wholeBytes">Length of the part that consists of whole lines.</param>
    internal static IReadOnlyList<EndLine> ParseAll(ReadOnlySpan<byte> content, int elements, out int wholeBytes)
    {
        wholeBytes = content.LastIndexOf((byte)'\n') + 1;
        var lines = new List<EndLine>();
        foreach (string text in Encoding.UTF8.GetString(content[..wholeBytes]).Split('\n'))
        {
            if (Parse(text) is { } line && line.Elements.Ranges[^1].End <= elements)
            {
                lines.Add(line);
            }
        }

        return lines;
    }

    /// <summary>Reads one line; null when it is damaged, so that its elements count as unknown.</summary>
    internal static EndLine? Parse(string text)
    {
        string[] parts = text.Split(' ', 3);
        if (parts.Length < 2 || !int.TryParse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int exit))
        {
            return null;
        }

        try
        {
            IndexSet elements = IndexSet.Parse(parts[0]);
            return elements.Count == 0 ? null : new EndLine(elements, exit, parts.Length == 3 ? parts[2] : "");
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Elements} {Exit}{(Reason.Length > 0 ? " " : "")}{Reason.ReplaceLineEndings(" ")}\n");
}
