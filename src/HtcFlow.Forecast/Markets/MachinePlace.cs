using System.Text.RegularExpressions;

namespace HtcFlow.Forecast.Markets;

/// <summary>A type of machine in a zone; an empty region or zone stands for all of them.</summary>
/// <param name="Region">Region, for example <c>us-east-1</c>.</param>
/// <param name="Zone">Zone, for example <c>us-east-1a</c>.</param>
/// <param name="Type">Instance type, for example <c>c5.9xlarge</c>.</param>
public readonly partial record struct MachinePlace(string Region, string Zone, string Type)
{
    /// <summary>Region to which a zone belongs by its name; the zone itself when its name follows no custom.</summary>
    public static string RegionOf(string zone) => RegionName().Match(zone) is { Success: true } match ? match.Value : zone;

    /// <inheritdoc/>
    public override string ToString() => Zone.Length > 0 ? $"{Type} in {Zone}" : Region.Length > 0 ? $"{Type} in {Region}" : Type;

    // us-east-1a, us-gov-west-1b, us-west-2-lax-1a: letters, letters, a number; then what names the zone.
    [GeneratedRegex("^[a-z]{2,}(-[a-z]+)+-[0-9]+", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex RegionName();
}
