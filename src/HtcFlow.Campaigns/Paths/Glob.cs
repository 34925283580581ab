using System.Text;
using System.Text.RegularExpressions;

namespace HtcFlow.Campaigns.Paths;

/// <summary>What can be said about patterns of file names before there are files.</summary>
internal static class Glob
{
    /// <summary>Whether a text has wildcards, so that it may match any number of files.</summary>
    public static bool HasWildcards(string text) => text.AsSpan().ContainsAny("*?");

    /// <summary>Whether a pattern matches a name; <c>${...}</c> in either counts as written.</summary>
    public static bool Matches(string pattern, string name)
    {
        var regex = new StringBuilder("\\A");
        for (int i = 0; i < pattern.Length; i++)
        {
            if (pattern.AsSpan(i).StartsWith("**/"))
            {
                regex.Append("(.*/)?");
                i += 2;
            }
            else if (pattern.AsSpan(i).StartsWith("**"))
            {
                regex.Append(".*");
                i++;
            }
            else
            {
                regex.Append(pattern[i] switch { '*' => "[^/]*", '?' => "[^/]", _ => Regex.Escape(pattern[i].ToString()) });
            }
        }

        return Regex.IsMatch(name, regex.Append("\\z").ToString(), RegexOptions.NonBacktracking | RegexOptions.Singleline);
    }
}
