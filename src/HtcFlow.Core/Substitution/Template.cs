namespace HtcFlow.Core.Substitution;

/// <summary>A text with <c>${name}</c> or <c>${name:03}</c> places; <c>$${</c> stands for a literal <c>${</c>. Nothing is ever executed.</summary>
public sealed class Template
{
    private readonly IReadOnlyList<TemplatePart> _parts;

    private Template(IReadOnlyList<TemplatePart> parts) => _parts = parts;

    /// <summary>Names used, in order of appearance, with their offset in the text.</summary>
    public IEnumerable<(string Name, int Offset)> Names =>
        _parts.Where(p => p.IsName).Select(p => (p.Text, p.Offset));

    /// <summary>Reads a text.</summary>
    /// <exception cref="TemplateException">A place is not closed, empty, or its width is not a number from 1 to 18.</exception>
    public static Template Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = new List<TemplatePart>();
        int at = 0;
        while (at < text.Length)
        {
            int open = text.IndexOf("${", at, StringComparison.Ordinal);
            if (open < 0)
            {
                parts.Add(new TemplatePart(text[at..], false, 0, at));
                break;
            }

            bool escaped = open > at && text[open - 1] == '$';
            string before = text[at..(escaped ? open - 1 : open)];
            if (before.Length > 0)
            {
                parts.Add(new TemplatePart(before, false, 0, at));
            }

            if (escaped)
            {
                parts.Add(new TemplatePart("${", false, 0, open));
                at = open + 2;
                continue;
            }

            int close = text.IndexOf('}', open);
            if (close < 0)
            {
                throw new TemplateException("'${' is not closed by '}'", open);
            }

            parts.Add(PlaceOf(text[(open + 2)..close], open));
            at = close + 1;
        }

        return new Template(parts);
    }

    /// <summary>Fills the places in.</summary>
    /// <param name="lookup">Gives the value of a name, or null when it is unknown.</param>
    /// <exception cref="TemplateException">A name is unknown.</exception>
    public string Render(Func<string, string?> lookup)
    {
        ArgumentNullException.ThrowIfNull(lookup);
        if (_parts.Count == 1 && !_parts[0].IsName)
        {
            return _parts[0].Text;
        }

        return string.Concat(_parts.Select(part => part.IsName ? part.Pad(Resolve(part, lookup)) : part.Text));
    }

    private static string Resolve(TemplatePart part, Func<string, string?> lookup) =>
        lookup(part.Text) ?? throw new TemplateException($"unknown name '{part.Text}'", part.Offset);

    private static TemplatePart PlaceOf(string inner, int offset)
    {
        int colon = inner.IndexOf(':', StringComparison.Ordinal);
        string name = (colon < 0 ? inner : inner[..colon]).Trim();
        if (name.Length == 0)
        {
            throw new TemplateException("'${}' names nothing", offset);
        }

        if (colon < 0)
        {
            return new TemplatePart(name, true, 0, offset);
        }

        string width = inner[(colon + 1)..];
        return width.Length is 2 or 3 && width[0] == '0' && width.All(char.IsAsciiDigit) && byte.TryParse(width, out byte digits) && digits is > 0 and <= 18
            ? new TemplatePart(name, true, digits, offset)
            : throw new TemplateException($"'{width}' is not a width such as 03", offset);
    }
}
