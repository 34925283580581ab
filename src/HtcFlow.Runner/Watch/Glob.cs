namespace HtcFlow.Runner.Watch;

/// <summary>A file pattern: <c>*</c> and <c>?</c> within a name, <c>**</c> over any number of directories. Everything else is literal.</summary>
/// <remarks>As in a shell, a wildcard does not match a leading dot, so a program's hidden temporary files are not taken by accident.</remarks>
internal sealed class Glob
{
    private readonly string[] _segments;

    private Glob(string[] segments) => _segments = segments;

    /// <summary>Reads a pattern; every text is one.</summary>
    public static Glob Parse(string pattern)
    {
        string text = pattern.StartsWith("./", StringComparison.Ordinal) ? pattern[2..] : pattern;
        return new Glob(text.Split('/', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>Says whether a path, relative and with forward slashes, matches as a whole.</summary>
    public bool Matches(string path) => Matches(_segments, path);

    private static bool Matches(ReadOnlySpan<string> segments, ReadOnlySpan<char> path)
    {
        while (segments.Length > 0 && segments[0] != "**")
        {
            if (path.IsEmpty)
            {
                return false;
            }

            int slash = path.IndexOf('/');
            if (!NameMatches(segments[0], slash < 0 ? path : path[..slash]))
            {
                return false;
            }

            path = slash < 0 ? [] : path[(slash + 1)..];
            segments = segments[1..];
        }

        return segments.Length == 0 ? path.IsEmpty : AnyDepthMatches(segments[1..], path);
    }

    private static bool AnyDepthMatches(ReadOnlySpan<string> rest, ReadOnlySpan<char> path)
    {
        while (true)
        {
            if (rest.Length == 0 ? !path.IsEmpty && !HasHidden(path) : Matches(rest, path))
            {
                return true;
            }

            int slash = path.IndexOf('/');
            if (slash < 0 || path[0] == '.')
            {
                return false;
            }

            path = path[(slash + 1)..];
        }
    }

    private static bool HasHidden(ReadOnlySpan<char> path) => path[0] == '.' || path.IndexOf("/.") >= 0;

    /// <summary>Matches one name; after a mismatch the last star swallows one character more, which makes the cost at most quadratic.</summary>
    private static bool NameMatches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        if (name.Length > 0 && name[0] == '.' && pattern[0] != '.')
        {
            return false;
        }

        int p = 0;
        int n = 0;
        int star = -1;
        int retry = 0;
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                retry = n;
            }
            else if (p < pattern.Length && (pattern[p] == '?' || pattern[p] == name[n]))
            {
                p++;
                n++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                n = ++retry;
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].Trim('*').IsEmpty;
    }
}
