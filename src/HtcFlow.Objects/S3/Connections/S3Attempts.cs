using Amazon.S3;
using HtcFlow.Core.Ports;

namespace HtcFlow.Objects.S3.Connections;

/// <summary>Sends a request a few times within a second or two; longer bad weather is for the caller to sit out.</summary>
/// <remarks>
/// Its own loop, and neither the SDK's nor Polly's: a conditional write has to know whether an earlier try may have reached the
/// server, each try has a limit by its size, and what a refusal teaches (region, clock) is applied in between.
/// </remarks>
internal sealed class S3Attempts(S3Connection connection, TimeProvider time)
{
    private const int Tries = 4;

    /// <summary>Twice: the region and the clock.</summary>
    private const int Lessons = 2;

    /// <summary>Time that a request of no size has; signing, queueing and a slow store included.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    /// <summary>Slowest useful line, in bytes a second: 8 MiB then have 158 s.</summary>
    private const long SlowestLine = 64 * 1024;

    private static readonly TimeSpan s_first = TimeSpan.FromMilliseconds(50);

    /// <summary>A store that wants more time gets it from the caller, who can do something else meanwhile.</summary>
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(2);

    private readonly RetryBudget _budget = new();

    /// <summary>Sends a request until it succeeds or fails in a way that another try at once will not mend.</summary>
    /// <param name="operation">What is tried, for messages.</param>
    /// <param name="subject">On what.</param>
    /// <param name="bytes">Bytes that a try may have to move.</param>
    /// <param name="request">Sends it once; told whether an earlier try may have been carried out.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="FaultException">What failed last.</exception>
    public async Task<T> RunAsync<T>(
        string operation, string subject, long bytes, Func<AmazonS3Client, bool, CancellationToken, Task<T>> request,
        CancellationToken cancellationToken)
    {
        bool inDoubt = false;
        int lessons = 0;
        TimeSpan pause = s_first;
        for (int attempt = 1; ; attempt++)
        {
            using var limit = new CancellationTokenSource(s_patience + TimeSpan.FromSeconds((double)bytes / SlowestLine), time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            try
            {
                T result = await request(connection.Client, inDoubt, either.Token);
                _budget.Earn();
                return result;
            }
            catch (Exception e) when (S3Faults.IsWorld(e) && !cancellationToken.IsCancellationRequested)
            {
                if (lessons < Lessons && connection.Mend(e))
                {
                    lessons++;
                    attempt--;
                    continue;
                }

                FaultException fault = S3Faults.Of(e, operation, subject, connection.Place);
                if (fault.Kind is not (FaultKind.Transient or FaultKind.Throttled)
                    || attempt == Tries || fault.RetryAfter > s_longestPause || !_budget.TryTake())
                {
                    throw fault;
                }

                inDoubt |= fault.Kind == FaultKind.Transient;
                await PauseAsync(pause, fault.RetryAfter, cancellationToken);
                pause *= 4;
            }
        }
    }

    // Half to three halves: runners that failed together must not come back together.
    private Task PauseAsync(TimeSpan pause, TimeSpan atLeast, CancellationToken cancellationToken)
    {
        TimeSpan spread = pause * (0.5 + Random.Shared.NextDouble());
        return Task.Delay(spread > atLeast ? spread : atLeast, time, cancellationToken);
    }
}
