using System.Text.Json;
using HtcFlow.AwsEmulator.Options;

namespace HtcFlow.AwsEmulator.Batch.Submitting;

/// <summary>Reads retry strategies and timeouts.</summary>
internal static class RetryReading
{
    private const int LongestPattern = 512;

    /// <summary>Reads a strategy; null when there is none.</summary>
    public static RetryStrategy? Retry(JsonElement input, LimitOptions limits)
    {
        JsonElement strategy = input.Member("retryStrategy");
        if (strategy.ValueKind == JsonValueKind.Undefined)
        {
            return null;
        }

        int attempts = strategy.Whole("attempts") ?? 1;
        if (attempts < 1 || attempts > limits.Attempts)
        {
            throw BatchFault.Client($"RetryStrategy attempts must be between 1 and {limits.Attempts}.");
        }

        List<RetryRule> rules = [.. strategy.Items("evaluateOnExit").Select(Rule)];
        return rules.Count <= limits.RetryRules
            ? new RetryStrategy(attempts, rules)
            : throw BatchFault.Client($"evaluateOnExit can have at most {limits.RetryRules} items.");
    }

    /// <summary>Reads a timeout; null when there is none.</summary>
    public static TimeSpan? Timeout(JsonElement input, LimitOptions limits)
    {
        if (input.Member("timeout").Whole("attemptDurationSeconds") is not { } seconds)
        {
            return null;
        }

        return seconds >= limits.ShortestTimeout.TotalSeconds
            ? TimeSpan.FromSeconds(seconds)
            : throw BatchFault.Client($"attemptDurationSeconds must be at least {limits.ShortestTimeout.TotalSeconds} seconds.");
    }

    private static RetryRule Rule(JsonElement rule)
    {
        string? action = rule.Text("action")?.ToUpperInvariant();
        if (action is not ("RETRY" or "EXIT"))
        {
            throw BatchFault.Client("evaluateOnExit action must be RETRY or EXIT.");
        }

        var read = new RetryRule(
            Pattern(rule, "onStatusReason", static _ => true),
            Pattern(rule, "onReason", static _ => true),
            Pattern(rule, "onExitCode", char.IsAsciiDigit),
            action == "RETRY");
        return read is { OnStatusReason: null, OnReason: null, OnExitCode: null }
            ? throw BatchFault.Client("evaluateOnExit must have at least one of onStatusReason, onReason and onExitCode.")
            : read;
    }

    private static string? Pattern(JsonElement rule, string name, Func<char, bool> isGood)
    {
        if (rule.Text(name) is not { } pattern)
        {
            return null;
        }

        string text = pattern.EndsWith('*') ? pattern[..^1] : pattern;
        bool isClean = pattern.Length is > 0 and <= LongestPattern && text.All(letter =>
            (char.IsAsciiLetterOrDigit(letter) || letter is '.' or ':' || char.IsWhiteSpace(letter) || letter is '(' or ')' or '-' or '_') && isGood(letter));
        return isClean ? pattern : throw BatchFault.Client($"{name} is not a valid pattern: {pattern}");
    }
}
