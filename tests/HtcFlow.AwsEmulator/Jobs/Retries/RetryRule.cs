namespace HtcFlow.AwsEmulator.Jobs.Retries;

/// <summary>A rule of a retry strategy; null conditions do not count.</summary>
internal sealed record RetryRule(string? OnStatusReason, string? OnReason, string? OnExitCode, bool IsRetry)
{
    /// <summary>Whether all conditions hold.</summary>
    public bool Matches(int? exitCode, string? reason, string? statusReason) =>
        Holds(OnStatusReason, statusReason)
        && Holds(OnReason, reason)
        && Holds(OnExitCode, exitCode?.ToString(System.Globalization.CultureInfo.InvariantCulture));

    // Letters may stand in any case, and the only pattern is a star at the end.
    private static bool Holds(string? pattern, string? text) => pattern switch
    {
        null => true,
        [.. var start, '*'] => (text ?? "").StartsWith(start, StringComparison.OrdinalIgnoreCase),
        _ => string.Equals(pattern, text ?? "", StringComparison.OrdinalIgnoreCase),
    };
}
