using HtcFlow.Core.Ports;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace HtcFlow.Aws.Calls;

/// <summary>Which failures are followed by another try, and when.</summary>
/// <remarks>
/// Reads are tried for some ten seconds; longer bad weather is for the caller to sit out. What changes something is sent again only where the service cannot have
/// done it: it asked for fewer calls, or there was no connection.
/// </remarks>
internal sealed class AwsRetries
{
    /// <summary>Waits of 0.2, 0.4, 0.8, 1.6 and 3.2 s, on average.</summary>
    private const int Repetitions = 5;

    private static readonly TimeSpan s_first = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(10);

    /// <summary>Makes the pipelines.</summary>
    /// <param name="limit">Longest that a try may take once it has its turn.</param>
    /// <param name="time">Clock.</param>
    /// <param name="dice">Spreads repetitions, so that clients that failed together do not come back together; called from any thread.</param>
    public AwsRetries(TimeSpan limit, TimeProvider time, Func<double> dice)
    {
        Calls = new ResiliencePipelineBuilder<AwsReply> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<AwsReply>
            {
                MaxRetryAttempts = Repetitions,
                Delay = s_first,
                MaxDelay = s_longest,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Randomizer = dice,
                ShouldHandle = static args => ValueTask.FromResult(args.Outcome.Result is { } reply && IsWorthRepeating(reply, args.Context)),
                // Nobody asks earlier than the service wants; null leaves it to the exponential wait.
                DelayGenerator = args => ValueTask.FromResult(
                    args.Outcome.Result?.Fault is { } fault && fault.RetryAfter > TimeSpan.Zero ? fault.RetryAfter * (1 + (dice() / 4)) : (TimeSpan?)null),
            })
            .Build();
        Try = new ResiliencePipelineBuilder<AwsReply> { TimeProvider = time }.AddTimeout(new TimeoutStrategyOptions { Timeout = limit }).Build();
    }

    /// <summary>Under which a context says whether its call may be sent twice.</summary>
    public static ResiliencePropertyKey<bool> IsRepeatable { get; } = new("repeatable");

    /// <summary>Around all tries of a call.</summary>
    public ResiliencePipeline<AwsReply> Calls { get; }

    /// <summary>Around a single try.</summary>
    public ResiliencePipeline<AwsReply> Try { get; }

    private static bool IsWorthRepeating(AwsReply reply, ResilienceContext context) =>
        reply.Fault is { Kind: FaultKind.Transient or FaultKind.Throttled } fault
        && fault.RetryAfter <= s_longest
        && (!reply.MayHaveHappened || context.Properties.GetValue(IsRepeatable, defaultValue: false));
}
