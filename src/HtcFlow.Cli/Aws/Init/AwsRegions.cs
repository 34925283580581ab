using System.Text.RegularExpressions;
using HtcFlow.Campaigns;

namespace HtcFlow.Cli.Aws.Init;

/// <summary>Names of regions and zones. New regions open each year, so a name counts by how it is spelt.</summary>
internal static partial class AwsRegions
{
    private static readonly string[] s_known =
    [
        "us-east-1", "us-east-2", "us-west-1", "us-west-2", "ca-central-1", "ca-west-1", "mx-central-1", "sa-east-1",
        "eu-central-1", "eu-central-2", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-2", "eu-west-3",
        "ap-east-1", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-south-2",
        "ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5",
        "af-south-1", "il-central-1", "me-central-1", "me-south-1", "cn-north-1", "cn-northwest-1", "us-gov-east-1", "us-gov-west-1",
    ];

    /// <summary>Says what is wrong with the name of a region; null when nothing is.</summary>
    public static (string Problem, string Help)? Check(string region) =>
        region.Length == 0 ? ("no region is given", "say --region eu-west-1, or set AWS_REGION")
        : Region().IsMatch(region) ? null
        : Zone().IsMatch(region) ? ($"'{region}' is a zone, no region", $"say --region {region[..^1]} --zones {region}")
        : ($"'{region}' is no region of AWS", Nearest.To(region, s_known) is { } nearest ? $"did you mean '{nearest}'?" : "regions are named like eu-west-1");

    /// <summary>Whether a zone is one of a region.</summary>
    public static bool IsZoneOf(string zone, string region) => zone.Length == region.Length + 1 && zone.StartsWith(region, StringComparison.Ordinal) && char.IsAsciiLetterLower(zone[^1]);

    [GeneratedRegex(@"^(us-gov|[a-z]{2})-(north|south|east|west|central|northeast|northwest|southeast|southwest)-\d{1,2}$", RegexOptions.ExplicitCapture)]
    private static partial Regex Region();

    [GeneratedRegex(@"^(us-gov|[a-z]{2})-(north|south|east|west|central|northeast|northwest|southeast|southwest)-\d{1,2}[a-z]$", RegexOptions.ExplicitCapture)]
    private static partial Regex Zone();
}
