using System.Globalization;
using HtcFlow.Backends.Clusters.Schedulers;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Backends.Clusters;

/// <summary>Looks after elements that the scheduler will not start by itself: says why, has them started again, and gives them up in the end.</summary>
/// <remarks>An error state is often that of one host or of a moment. What is given up ends without a result, so that the engine's next attempt runs
/// elsewhere and the host that was to start it is blamed. Where the state is a person's will (a held job of Slurm) it is only told.</remarks>
/// <param name="jobs">What the scheduler says and does about them.</param>
/// <param name="scheduler">Deletes those that are given up.</param>
internal sealed class StuckDesk(IStuckJobs jobs, IScheduler scheduler)
{
    // A site that mends a file system needs minutes; half an hour later another attempt is worth more.
    private static readonly TimeSpan[] s_pauses = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(25)];

    private readonly Dictionary<JobName, Case> _cases = [];
    private bool _isFirst = true;

    /// <summary>What is wrong and what is done about it, one line; empty when nothing is.</summary>
    internal string Hindrance { get; private set; } = "";

    /// <summary>Looks after what was stuck at the last look.</summary>
    /// <returns>Time until something is due; null when nothing is.</returns>
    internal async Task<TimeSpan?> TendAsync(IEnumerable<TrackedArray> arrays, DateTimeOffset now, CancellationToken cancellationToken)
    {
        Case? worst = null;
        long count = 0;
        TimeSpan? next = null;
        foreach (TrackedArray array in arrays.Where(static array => array.Stuck.Count > 0))
        {
            Case current = await CaseOfAsync(array, now, cancellationToken);
            if (jobs.StartsAgain && current.Due <= now)
            {
                await ActAsync(array, current, now, cancellationToken);
            }

            count += array.Stuck.Count;
            worst ??= current;
            next = jobs.StartsAgain && !(next < current.Due - now) ? current.Due - now : next;
        }

        _isFirst = false;
        Hindrance = worst is null ? "" : Describe(count, worst);
        return next;
    }

    private async Task<Case> CaseOfAsync(TrackedArray array, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!_cases.TryGetValue(array.Name, out Case? current) || current.Due < now)
        {
            // An engine that begins was perhaps started because somebody mended the cause.
            current ??= new Case { Due = _isFirst ? now : now + s_pauses[0] };
            current.Reason = (await jobs.ReasonsAsync(array.Job, cancellationToken)).Values.FirstOrDefault("the scheduler does not say why");
            current.Due = current.Due < now && !jobs.StartsAgain ? now + s_pauses[0] : current.Due;
            _cases[array.Name] = current;
        }

        return current;
    }

    private async Task ActAsync(TrackedArray array, Case current, DateTimeOffset now, CancellationToken cancellationToken)
    {
        IndexSet stuck = array.Stuck;
        if (current.Cleared < s_pauses.Length)
        {
            await jobs.ClearAsync(array.Job, stuck, cancellationToken);
            current.Due = now + s_pauses[current.Cleared++];
            return;
        }

        await scheduler.DeleteAsync(array.Job, stuck, cancellationToken);
        array.OnCancelled(stuck);
        current.Due = now + s_pauses[0];
    }

    private string Describe(long count, Case worst)
    {
        string who = string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? "element waits" : "elements wait")} in a state that the scheduler does not leave by itself: {worst.Reason}");
        return !jobs.StartsAgain ? who
            : worst.Cleared < s_pauses.Length
                ? string.Create(CultureInfo.InvariantCulture, $"{who}; started again at {worst.Due.UtcDateTime:HH:mm:ss}Z ({worst.Cleared} of {s_pauses.Length} times done)")
            : string.Create(CultureInfo.InvariantCulture, $"{who}; other attempts take their place at {worst.Due.UtcDateTime:HH:mm:ss}Z");
    }

    private sealed class Case
    {
        internal string Reason { get; set; } = "";

        internal int Cleared { get; set; }

        internal DateTimeOffset Due { get; set; }
    }
}
