using System.Text.RegularExpressions;
using YamlDotNet.Core;

namespace HtcFlow.Campaigns.Yaml;

/// <summary>Finds what went wrong between brackets, where the parser notices it only much later.</summary>
internal static partial class Brackets
{
    /// <summary>The place and the words for a mistake between brackets, or null when the parser's own say it best.</summary>
    /// <param name="text">The document.</param>
    /// <param name="last">How far the parser got without an error.</param>
    /// <param name="error">Where it gave up.</param>
    public static (Mark At, string What, string Advice)? Explain(string text, Mark last, Mark error)
    {
        string[] lines = text.Split('\n');
        if (UnquotedName(lines, last, error) is { } name)
        {
            return (name, "a text with ${...} stands without quotes inside [ ] or { }", "put it into double quotes");
        }

        // Seen from the end of the file or from its beginning, the bracket that is open is what helps.
        bool isFar = error.Line >= lines.Length || error.Line < last.Line || (error.Line == 1 && error.Column == 1);
        if (isFar && Unclosed(lines) is { } open)
        {
            char bracket = lines[open.Line - 1][(int)open.Column - 1];
            char closing = bracket == '[' ? ']' : '}';
            return (open, $"the '{bracket}' that opens here is never closed", $"close it with '{closing}'");
        }

        return null;
    }

    // Inside brackets the '{' of ${name} begins a mapping for YAML, which nobody who writes it means.
    private static Mark? UnquotedName(string[] lines, Mark last, Mark error)
    {
        long end = Math.Min(Math.Max(error.Line, last.Line), lines.Length);
        for (long l = Math.Max(last.Line, 1); l <= end; l++)
        {
            if (UnquotedInBrackets().Match(lines[l - 1]) is { Success: true } match)
            {
                return new Mark(0, l, match.Groups[1].Index + 1);
            }
        }

        return null;
    }

    private static Mark? Unclosed(string[] lines)
    {
        var open = new Stack<Mark>();
        for (int l = 0; l < lines.Length; l++)
        {
            // Quoted texts and comments hold brackets that mean nothing; blanks keep the columns.
            string line = Meaningless().Replace(lines[l], match => new string(' ', match.Length));
            for (int c = 0; c < line.Length; c++)
            {
                bool begins = open.Count > 0 || c == 0 || line[c - 1] is ' ' or ':' or '-';
                if (line[c] is '[' or '{' && begins)
                {
                    open.Push(new Mark(0, l + 1, c + 1));
                }
                else if (line[c] is ']' or '}')
                {
                    open.TryPop(out _);
                }
            }
        }

        return open.Count == 0 ? null : open.Peek();
    }

    [GeneratedRegex(@"[\[{,:]\s*([^\s""',\[\]{}#][^""',\[\]{}]*?\$\{|\$\{)")]
    private static partial Regex UnquotedInBrackets();

    [GeneratedRegex(@"""([^""\\]|\\.)*""|'[^']*'|(?<=^|\s)\#.*$")]
    private static partial Regex Meaningless();
}
