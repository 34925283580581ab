using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace HtcFlow.Campaigns.Yaml;

/// <summary>Lets only readable text through: UTF-8 without control characters, of a bearable size.</summary>
internal static class SourceText
{
    /// <summary>Largest campaign file, 1 MB (10^6 bytes): a few thousand stages; whole parameter tables belong into CSV files.</summary>
    public const int MaxCampaignBytes = 1_000_000;

    /// <summary>Decodes a file; null after a problem was reported.</summary>
    public static string? Decode(byte[] bytes, string file, ProblemList problems)
    {
        ReadOnlySpan<byte> rest = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? bytes.AsSpan(3) : bytes;
        char[] characters = ArrayPool<char>.Shared.Rent(rest.Length);
        try
        {
            var status = Utf8.ToUtf16(rest, characters, out int read, out int written, replaceInvalidSequences: false);
            string text = new(characters, 0, written);
            if (status == OperationStatus.Done)
            {
                return Check(text, offset => PlaceOf(text, offset, file), problems) ? text : null;
            }

            string value = string.Create(CultureInfo.InvariantCulture, $"0x{rest[read]:x2}");
            problems.Error(
                PlaceOf(text, text.Length, file),
                $"the byte {value} is not UTF-8 text",
                "save the file as UTF-8; if it is a binary file, it was named by mistake");
            return null;
        }
        finally
        {
            ArrayPool<char>.Shared.Return(characters);
        }
    }

    /// <summary>Says whether a text is free of control characters and of halves of characters, and reports the first.</summary>
    public static bool Check(string text, Func<int, Place> placeOf, ProblemList problems)
    {
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            bool isPair = char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            if (isPair)
            {
                i++;
            }
            else if (char.IsSurrogate(c) || (char.IsControl(c) && c is not ('\t' or '\n' or '\r' or '\u0085')))
            {
                string code = string.Create(CultureInfo.InvariantCulture, $"U+{(int)c:X4}");
                problems.Error(
                    placeOf(i),
                    $"the character {code} cannot stand in a text file",
                    "remove it; if this is a binary file, it was named by mistake");
                return false;
            }
        }

        return true;
    }

    /// <summary>Line and column of a character of a text.</summary>
    public static Place PlaceOf(string text, int offset, string file)
    {
        ReadOnlySpan<char> before = text.AsSpan(0, offset);
        int line = before.Count('\n') + 1;
        return new Place(file, line, offset - before.LastIndexOf('\n'));
    }
}
