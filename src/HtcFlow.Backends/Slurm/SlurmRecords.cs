using System.Globalization;
using HtcFlow.Backends.Clusters;
using HtcFlow.Backends.Clusters.Schedulers;

namespace HtcFlow.Backends.Slurm;

/// <summary>How elements ended that squeue shows no more: from the accounting database, where there is one.</summary>
/// <remarks>
/// squeue shows what ended for MinJobAge, five minutes by default, so this is for ends that nobody saw. Without accounting such elements are over and
/// the ledger keys say how; a moment is waited, since an element that is cancelled while it waits is gone at once and leaves nothing.
/// </remarks>
/// <param name="commands">Runs sacct.</param>
/// <param name="user">Whose jobs.</param>
/// <param name="lag">How long the database may lag; zero where there is none.</param>
/// <param name="clock">Where time comes from.</param>
internal sealed class SlurmRecords(SlurmCommands commands, string user, TimeSpan lag, TimeProvider clock) : IEndings
{
    // Two looks: one that misses the element and one that believes it.
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(1);

    // Clocks of this machine and of slurmctld's may differ.
    private static readonly TimeSpan s_skew = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public TimeSpan Patience => lag > TimeSpan.Zero ? lag : s_moment;

    /// <inheritdoc/>
    public bool IsCheap => false;

    /// <inheritdoc/>
    public Task<long> MarkAsync(CancellationToken cancellationToken) => Task.FromResult(clock.GetUtcNow().ToUnixTimeSeconds());

    /// <inheritdoc/>
    public async Task<IReadOnlyList<EndRecord>> ReadAsync(IReadOnlyDictionary<string, TrackedArray> arrays, CancellationToken cancellationToken)
    {
        TrackedArray[] wanted = [.. arrays.Values.Where(static array => array.AwaitsRecords || array.Job.Length == 0)];
        if (lag == TimeSpan.Zero || wanted.Length == 0)
        {
            return [];
        }

        // Counted back from the cluster's own clock: behind a login node that may stand in another zone.
        TimeSpan back = clock.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(wanted.Min(static array => array.Mark)) + s_skew;
        return await commands.AskAsync(
            "look at accounting",
            "sacct",
            [
                "-n", "-X", "-P", "-u", user,
                "--name=" + string.Join(',', wanted.Select(static array => array.Name.Value)),
                "-S", string.Create(CultureInfo.InvariantCulture, $"now-{Math.Max(1, Math.Ceiling(back.TotalMinutes)):0}minutes"),
                "-o", SlurmReplies.RecordColumns,
            ],
            static reply => SlurmReplies.Records(reply.Text),
            cancellationToken);
    }
}
