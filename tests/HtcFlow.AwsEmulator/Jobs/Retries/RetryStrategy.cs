namespace HtcFlow.AwsEmulator.Jobs.Retries;

/// <summary>How often a job is tried, and after which ends.</summary>
internal sealed record RetryStrategy(int Attempts, IReadOnlyList<RetryRule> Rules)
{
    /// <summary>One attempt.</summary>
    public static RetryStrategy None { get; } = new(1, []);

    /// <summary>Whether a failed attempt is followed by another one.</summary>
    /// <remarks>The first rule that matches decides; where none does, the job is tried again.</remarks>
    public bool WantsMore(int attempt, int? exitCode, string? reason, string? statusReason)
    {
        if (attempt >= Attempts)
        {
            return false;
        }

        foreach (RetryRule rule in Rules)
        {
            if (rule.Matches(exitCode, reason, statusReason))
            {
                return rule.IsRetry;
            }
        }

        return true;
    }
}
