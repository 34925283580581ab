using System.Globalization;
using HtcFlow.Backends.Clusters.Schedulers;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Backends.Clusters;

/// <summary>Takes elements for lost whose host did not answer for long enough.</summary>
/// <remarks>
/// They may be running all the same, on the other side of a broken network: a task has one accepted report whoever writes it, so the next
/// attempt does no harm. What was seen is forgotten with the process; the patience then begins again.
/// </remarks>
/// <param name="hosts">Where to ask.</param>
/// <param name="patience">How long a host may be silent, from the first time that it was seen so.</param>
/// <param name="clock">Where time comes from: time that passes, not the time of day, which may be set.</param>
internal sealed class UnheardWatch(IUnheardHosts hosts, TimeSpan patience, TimeProvider clock)
{
    // Asking costs a command: a host is given up after 1.0 to 1.2 times the patience.
    private const int LooksInPatience = 5;

    private Dictionary<(string Job, int Element), long> _since = [];
    private long? _lookedAt;

    /// <summary>Looks for silent hosts when it is time to, and when anything runs at all.</summary>
    internal async Task LookAsync(IEnumerable<TrackedArray> arrays, CancellationToken cancellationToken)
    {
        Dictionary<string, TrackedArray> running = arrays.Where(static array => array.HasRunning).ToDictionary(static array => array.Job, StringComparer.Ordinal);
        if (running.Count == 0 || (_lookedAt is { } last && clock.GetElapsedTime(last) < patience / LooksInPatience))
        {
            return;
        }

        long now = clock.GetTimestamp();
        UnheardElement[] silent =
            [.. (await hosts.UnheardAsync(cancellationToken)).Where(one => running.TryGetValue(one.Job, out TrackedArray? array) && array.IsOpen(one.Element))];
        _lookedAt = now;
        _since = silent.Select(static one => (one.Job, one.Element)).Distinct().ToDictionary(static key => key, key => _since.GetValueOrDefault(key, now));
        foreach (IGrouping<string, UnheardElement> lost in silent
            .Where(one => clock.GetElapsedTime(_since[(one.Job, one.Element)], now) >= patience)
            .GroupBy(static one => one.Job))
        {
            await hosts.AbandonAsync(lost.Key, IndexSet.Of(lost.Select(static one => (long)one.Element)), cancellationToken);
            foreach (UnheardElement one in lost)
            {
                running[lost.Key].OnUnheard(new ElementEnd(one.Element, -1, Words(), one.Host));
            }
        }
    }

    private string Words() =>
        string.Create(CultureInfo.InvariantCulture, $"its host has not answered the scheduler for {patience.TotalMinutes:0.#} minutes");
}
