using System.Text.RegularExpressions;

namespace HtcFlow.Aws.Account;

/// <summary>Names an image of ECR.</summary>
/// <param name="Registry">Account of the registry; empty for the caller's.</param>
/// <param name="Region">Region of the registry; empty for the caller's.</param>
/// <param name="Repository">Repository.</param>
/// <param name="Tag">Tag; empty when it goes by digest.</param>
/// <param name="Digest">Digest, <c>sha256:...</c>; empty when it goes by tag.</param>
public sealed partial record ImageName(string Registry, string Region, string Repository, string Tag, string Digest)
{
    /// <summary>Reads an image as job definitions name it; null where it is not one of ECR.</summary>
    /// <param name="text">For example <c>123456789012.dkr.ecr.eu-west-1.amazonaws.com/hamr:3</c>.</param>
    public static ImageName? Parse(string text)
    {
        Match match = Shape().Match(text);
        if (!match.Success)
        {
            return null;
        }

        string digest = match.Groups["digest"].Value;
        string tag = match.Groups["tag"].Value;
        return new ImageName(
            match.Groups["registry"].Value, match.Groups["region"].Value, match.Groups["repository"].Value,
            digest.Length > 0 ? "" : tag.Length > 0 ? tag : "latest", digest);
    }

    [GeneratedRegex(
        @"^(?<registry>\d{12})\.dkr\.ecr(-fips)?\.(?<region>[a-z0-9-]+)\.amazonaws\.com(\.cn)?/(?<repository>[a-z0-9][a-z0-9._/-]*)(:(?<tag>[\w][\w.-]{0,127}))?(@(?<digest>sha256:[0-9a-f]{64}))?$",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Shape();
}
