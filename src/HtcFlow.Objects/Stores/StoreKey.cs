using System.Text;
using HtcFlow.Core.Ports;
using HtcFlow.Objects.Posix;

namespace HtcFlow.Objects.Stores;

/// <summary>Says which keys exist: relative paths of 1 .. 1,024 UTF-8 bytes that cannot leave the store.</summary>
internal static class StoreKey
{
    /// <summary>S3's limit for a key, kept by every store so that a campaign can move between them.</summary>
    private const int MaxBytes = 1024;

    /// <summary>Throws when a key is not one.</summary>
    /// <exception cref="FaultException">Broken: the key is not one.</exception>
    public static void Check(string key, string operation)
    {
        ArgumentNullException.ThrowIfNull(key);
        string? wrong = key.Length == 0 ? "the key is empty" : WrongText(key) ?? WrongSegments(key, isPrefix: false);
        if (wrong is not null)
        {
            throw new FaultException(FaultKind.Broken, operation, key, wrong);
        }
    }

    /// <summary>Throws when no key can begin so; the last segment may be incomplete.</summary>
    /// <exception cref="FaultException">Broken: the prefix is not one.</exception>
    public static void CheckPrefix(string prefix, string operation)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        if ((WrongText(prefix) ?? WrongSegments(prefix, isPrefix: true)) is { } wrong)
        {
            throw new FaultException(FaultKind.Broken, operation, prefix, wrong);
        }
    }

    private static string? WrongText(string key)
    {
        // A third of the limit in UTF-16 units cannot exceed it in UTF-8, so most keys need no count.
        if (key.Length > MaxBytes / 3 && Encoding.UTF8.GetByteCount(key) > MaxBytes)
        {
            return "the key is longer than 1,024 bytes; shorten the output's name";
        }

        for (int c = 0; c < key.Length; c++)
        {
            if (key[c] == '\0')
            {
                return "the key holds a NUL character";
            }

            if (char.IsSurrogate(key[c]) && (c + 1 == key.Length || !char.IsSurrogatePair(key[c], key[++c])))
            {
                return "the key is not valid Unicode (half a surrogate pair)";
            }
        }

        return null;
    }

    private static string? WrongSegments(ReadOnlySpan<char> key, bool isPrefix)
    {
        while (true)
        {
            int slash = key.IndexOf('/');
            if (slash < 0 && isPrefix)
            {
                return null;
            }

            ReadOnlySpan<char> segment = slash < 0 ? key : key[..slash];
            if (segment is "" or "." or "..")
            {
                return "a key is a relative path without empty, '.' or '..' parts";
            }

            if (segment.StartsWith(TemporaryFile.Prefix) && segment.EndsWith(TemporaryFile.Suffix))
            {
                return $"names of the form {TemporaryFile.Prefix}*{TemporaryFile.Suffix} are kept for files that are being written";
            }

            if (slash < 0)
            {
                return null;
            }

            key = key[(slash + 1)..];
        }
    }
}
