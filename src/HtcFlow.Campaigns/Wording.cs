using System.Globalization;
using System.Text;

namespace HtcFlow.Campaigns;

/// <summary>Puts values into sentences: short, visible, and harmless on a terminal.</summary>
internal static class Wording
{
    // Longer quotations hide the sentence around them; two thirds of an 80-column line are left for it.
    private const int LongestQuote = 50;

    /// <summary>A text in quotes; control characters are spelt out and a long text is cut.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder("'");
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (quoted.Length > LongestQuote)
            {
                quoted.Append("...");
                break;
            }

            if (Rune.IsControl(rune))
            {
                quoted.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
            }
            else
            {
                quoted.Append(rune.ToString());
            }
        }

        return quoted.Append('\'').ToString();
    }

    /// <summary>Names in quotes, the last one joined by a word: <c>'a', 'b' or 'c'</c>.</summary>
    public static string List(IEnumerable<string> names, string conjunction)
    {
        string[] quoted = [.. names.Select(Quote)];
        return quoted.Length < 2
            ? string.Concat(quoted)
            : string.Join(", ", quoted[..^1]) + " " + conjunction + " " + quoted[^1];
    }

    /// <summary>A number with its noun: <c>1 value</c>, <c>3 values</c>.</summary>
    public static string Count(long count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");

    /// <summary>A size in bytes in the largest decimal unit that leaves at least 1: <c>104.9 MB</c>.</summary>
    public static string Size(long bytes) => bytes switch
    {
        < 1000 => Count(bytes, "byte"),
        < 1000 * 1000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.#} kB"),
        < 1000 * 1000 * 1000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.#} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.#} GB"),
    };
}
