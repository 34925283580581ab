using System.Text;

namespace HtcFlow.Runner.Spawn;

/// <summary>Texts of the system that may hold any bytes: what is not UTF-8 becomes lone low surrogates and comes back unchanged.</summary>
/// <remarks>A byte b of 0x80 to 0xFF that belongs to no character is kept as U+DC00 + b, which no valid UTF-8 decodes to.</remarks>
internal static class RawText
{
    private const int Escape = 0xDC00;
    private const int FirstEscape = Escape + 0x80;
    private const int LastEscape = Escape + 0xFF;

    /// <summary>Bytes to text.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        while (!bytes.IsEmpty)
        {
            bool isCharacter = Rune.DecodeFromUtf8(bytes, out Rune rune, out int length) == System.Buffers.OperationStatus.Done;
            if (isCharacter)
            {
                text.Append(rune.ToString());
            }
            else
            {
                for (int b = 0; b < length; b++)
                {
                    text.Append((char)(Escape + bytes[b]));
                }
            }

            bytes = bytes[length..];
        }

        return text.ToString();
    }

    /// <summary>Bytes that a text takes.</summary>
    public static int CountOf(string text)
    {
        int count = Encoding.UTF8.GetByteCount(text);
        for (int c = 0; c < text.Length; c++)
        {
            count -= IsEscape(text, c) ? 2 : 0; // a lone surrogate is counted as the 3 bytes of U+FFFD
        }

        return count;
    }

    /// <summary>Text to bytes; the room must be <see cref="CountOf"/>.</summary>
    public static int Encode(string text, Span<byte> room)
    {
        int done = 0;
        int from = 0;
        for (int c = 0; c <= text.Length; c++)
        {
            if (c < text.Length && !IsEscape(text, c))
            {
                continue;
            }

            done += Encoding.UTF8.GetBytes(text.AsSpan(from, c - from), room[done..]);
            if (c < text.Length)
            {
                room[done++] = (byte)(text[c] - Escape);
            }

            from = c + 1;
        }

        return done;
    }

    /// <summary>A text with a terminating zero, as the system takes it.</summary>
    public static byte[] WithTerminator(string text)
    {
        byte[] bytes = new byte[CountOf(text) + 1];
        Encode(text, bytes);
        return bytes;
    }

    /// <summary>A text for people: on one line, and what is no character as a question mark.</summary>
    public static string Printable(string text) => string.Create(text.Length, text, static (line, from) =>
    {
        for (int c = 0; c < line.Length; c++)
        {
            line[c] = char.IsControl(from[c]) || IsEscape(from, c) ? '?' : from[c];
        }
    });

    private static bool IsEscape(string text, int at) =>
        text[at] is >= (char)FirstEscape and <= (char)LastEscape && (at == 0 || !char.IsHighSurrogate(text[at - 1]));
}
