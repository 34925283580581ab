using HtcFlow.Aws.Batch.Jobs;
using HtcFlow.Core.Ports;

namespace HtcFlow.Backends.AwsBatch;

/// <summary>Finds out what keeps the elements of one place from starting, once nothing has moved there for a while.</summary>
internal sealed class StuckWatch(BatchPlace place, TimeSpan patience, TimeProvider clock)
{
    private static readonly TimeSpan s_rest = TimeSpan.FromSeconds(15);

    private ElementTally _last;
    private long _summedAt = clock.GetTimestamp();
    private long _movedAt = clock.GetTimestamp();
    private long _askedAt = clock.GetTimestamp();

    /// <summary>What it is and what to do, in one line; empty where elements start or none waits.</summary>
    internal string Hindrance { get; private set; } = "";

    /// <summary>Takes in the place's arrays after a look at some of them, and asks the service when they are stuck.</summary>
    internal async Task LookAsync(Func<IReadOnlyCollection<BatchArray>> tell, CancellationToken cancellationToken)
    {
        // One poll makes many calls, and this sums up all arrays.
        if (clock.GetElapsedTime(_summedAt) < s_rest)
        {
            return;
        }

        _summedAt = clock.GetTimestamp();
        IReadOnlyCollection<BatchArray> arrays = tell();
        var sum = new ElementTally
        {
            Waiting = arrays.Sum(static a => a.Tally.Waiting),
            Running = arrays.Sum(static a => a.Tally.Running),
            Succeeded = arrays.Sum(static a => a.Tally.Succeeded),
            Failed = arrays.Sum(static a => a.Tally.Failed),
        };
        bool isMoving = sum.Waiting == 0 || sum.Running > 0 || sum.Ended != _last.Ended;
        _last = sum;
        if (isMoving)
        {
            _movedAt = clock.GetTimestamp();
            Hindrance = "";
            return;
        }

        if (clock.GetElapsedTime(_movedAt) < patience || (Hindrance.Length > 0 && clock.GetElapsedTime(_askedAt) < patience))
        {
            return;
        }

        _askedAt = clock.GetTimestamp();
        try
        {
            string why = (await place.LookAsync(cancellationToken)).Problem;
            why = why.Length > 0 ? why : await ReasonAsync(arrays.First(static a => a.Tally.Waiting > 0), cancellationToken);
            Hindrance = $"{sum.Waiting} elements wait in the queue '{place.Options.Queue}' and none has started for {(int)clock.GetElapsedTime(_movedAt).TotalMinutes} minutes: "
                + (why.Length > 0 ? why : "no spot capacity, or the account's quota of virtual processors is used up; allow more instance types or zones, and look at `htcflow doctor`");
        }
        catch (FaultException)
        {
            // The look at the arrays has just succeeded: what keeps this question from an answer is a permission at most.
            Hindrance = $"{sum.Waiting} elements wait in the queue '{place.Options.Queue}' and none has started; why cannot be asked without batch:DescribeJobQueues";
        }
    }

    // The service says of single jobs at the head of a queue why they are not placed.
    private async Task<string> ReasonAsync(BatchArray array, CancellationToken cancellationToken)
    {
        if (array.Elements == 1)
        {
            return await place.Services.Jobs.DescribeAsync([array.Handle.BackendId], cancellationToken) is [{ StatusReason: { } reason }, ..] ? reason : "";
        }

        ListQuery waiting = ListQuery.OfArray(array.Handle.BackendId, JobStatus.Runnable) with { PageSize = 1 };
        await foreach (JobSummary job in place.Services.Jobs.ListAsync(waiting, cancellationToken))
        {
            return job.StatusReason ?? "";
        }

        return "";
    }
}
