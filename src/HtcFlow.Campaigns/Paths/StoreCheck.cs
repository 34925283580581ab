using HtcFlow.Campaigns.Assembly;
using HtcFlow.Campaigns.Yaml;
using HtcFlow.Core.Wire;

namespace HtcFlow.Campaigns.Paths;

/// <summary>Checks where results are to live.</summary>
internal static class StoreCheck
{
    /// <summary>An absolute directory or an S3 address in its usual spelling; empty after a problem was reported.</summary>
    public static string Check(ScalarNode store, Workbench bench)
    {
        string text = store.Value;
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            return "";
        }

        if (text.Contains("${", StringComparison.Ordinal))
        {
            bench.Problems.Error(store.Place, "the store has a ${...}, which is not filled in here", "write it out, or give it with --set store=...; each campaign has its own prefix in it anyway");
            return "";
        }

        if (text.StartsWith(S3Address.Scheme, StringComparison.Ordinal))
        {
            if (S3Address.Parse(text, out string problem, out string advice) is { } s3)
            {
                return s3.ToString();
            }

            // A key that stands in the address must not be repeated in the message.
            string shown = text.Contains('@', StringComparison.Ordinal) || text.Contains('?', StringComparison.Ordinal) ? "" : " " + Wording.Quote(text);
            bench.Problems.Error(store.Place, $"the store{shown} {problem}", advice);
            return "";
        }

        if (text.Contains("://", StringComparison.Ordinal))
        {
            bench.Problems.Error(store.Place, $"the store {Wording.Quote(text)} is of a kind that is not known", "write s3://bucket/prefix or a directory");
            return "";
        }

        if (text.StartsWith('~'))
        {
            bench.Problems.Error(store.Place, $"the store {Wording.Quote(text)} begins with '~', which only shells understand", "write the directory out");
            return "";
        }

        string path = bench.PathOf(text);
        if (bench.Files.SizeOf(path) is not null)
        {
            bench.Problems.Error(store.Place, $"the store {Wording.Quote(text)} is a file", "name a directory; it is made when it is not there");
        }

        return path.Length > 1 ? path.TrimEnd('/') : path;
    }
}
