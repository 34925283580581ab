namespace HtcFlow.Core.Substitution;

/// <summary>A stretch of literal text, or a named place with an optional width to which whole numbers are padded with zeros.</summary>
internal readonly record struct TemplatePart(string Text, bool IsName, int Width, int Offset)
{
    /// <summary>Pads a value of digits (with an optional sign) to the width; other values stay as they are.</summary>
    public string Pad(string value)
    {
        if (Width == 0 || value.Length == 0)
        {
            return value;
        }

        bool negative = value[0] == '-';
        string digits = negative ? value[1..] : value;
        return digits.Length > 0 && digits.All(char.IsAsciiDigit) ? (negative ? "-" : "") + digits.PadLeft(Width, '0') : value;
    }
}
