using HtcFlow.AwsEmulator.Options;

namespace HtcFlow.AwsEmulator.Signing;

/// <summary>Decides what a key may do.</summary>
internal static class Policy
{
    /// <summary>Whether an action on a resource is allowed, and whether it is denied by name.</summary>
    public static (bool IsAllowed, bool IsDenied) Judge(IEnumerable<StatementOptions> statements, string action, string resource)
    {
        bool isAllowed = false;
        foreach (StatementOptions statement in statements)
        {
            if (statement.Actions.Any(pattern => Matches(pattern, action, StringComparison.OrdinalIgnoreCase))
                && statement.Resources.Any(pattern => Matches(pattern, resource, StringComparison.Ordinal)))
            {
                if (statement.Effect == "Deny")
                {
                    return (false, true);
                }

                isAllowed = true;
            }
        }

        return (isAllowed, false);
    }

    /// <summary>Whether a text fits a pattern with stars and question marks.</summary>
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text, StringComparison comparison)
    {
        while (!pattern.IsEmpty)
        {
            if (pattern[0] == '*')
            {
                for (int skip = 0; skip <= text.Length; skip++)
                {
                    if (Matches(pattern[1..], text[skip..], comparison))
                    {
                        return true;
                    }
                }

                return false;
            }

            if (text.IsEmpty || (pattern[0] != '?' && !pattern[..1].Equals(text[..1], comparison)))
            {
                return false;
            }

            pattern = pattern[1..];
            text = text[1..];
        }

        return text.IsEmpty;
    }
}
