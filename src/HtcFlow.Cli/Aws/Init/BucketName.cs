using System.Net;
using System.Text.RegularExpressions;

namespace HtcFlow.Cli.Aws.Init;

/// <summary>S3's rules for names of buckets.</summary>
internal static partial class BucketName
{
    private const int Least = 3;
    private const int Most = 63;

    private static readonly string[] s_prefixes = ["xn--", "sthree-", "amzn-s3-demo-"];
    private static readonly string[] s_suffixes = ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"];

    /// <summary>Says which rule a name breaks; null when none.</summary>
    public static string? Problem(string name) =>
        name.Length is < Least or > Most ? $"it has {name.Length} characters; {Least} to {Most} are allowed"
        : !Characters().IsMatch(name) ? "it may hold small letters, digits, '-' and '.', and begins and ends with a letter or digit"
        : name.Contains("..", StringComparison.Ordinal) ? "two dots follow each other"
        : IPAddress.TryParse(name, out _) ? "it looks like an IP address"
        : s_prefixes.FirstOrDefault(part => name.StartsWith(part, StringComparison.Ordinal)) is { } prefix ? $"names that begin with '{prefix}' are S3's own"
        : s_suffixes.FirstOrDefault(part => name.EndsWith(part, StringComparison.Ordinal)) is { } suffix ? $"names that end in '{suffix}' are S3's own"
        : null;

    [GeneratedRegex(@"^[a-z0-9][a-z0-9.-]*[a-z0-9]$")]
    private static partial Regex Characters();
}
