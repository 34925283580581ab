using System.Text.RegularExpressions;
using HtcFlow.Campaigns.Assembly;
using HtcFlow.Campaigns.Yaml;

namespace HtcFlow.Campaigns.Paths;

/// <summary>Checks where results are to live.</summary>
internal static partial class StoreCheck
{
    /// <summary>An absolute directory or an S3 address without a trailing slash; empty after a problem was reported.</summary>
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

        if (S3().Match(text) is { Success: true } s3)
        {
            string prefix = s3.Groups[2].Value.Trim('/');
            return prefix.Length == 0 ? $"s3://{s3.Groups[1].Value}" : $"s3://{s3.Groups[1].Value}/{prefix}";
        }

        if (text.Contains("://", StringComparison.Ordinal))
        {
            string what = text.StartsWith("s3://", StringComparison.Ordinal) ? "has no valid bucket name" : "is of a kind that is not known";
            bench.Problems.Error(store.Place, $"the store {Wording.Quote(text)} {what}", "write s3://bucket/prefix or a directory");
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

    [GeneratedRegex(@"^s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(/[^\r\n]*)?\z")]
    private static partial Regex S3();
}
