using HtcFlow.Core.Facts;
using HtcFlow.Core.Ports;
using HtcFlow.Core.State;
using HtcFlow.Core.Wire;

namespace HtcFlow.Core.Planning.Hosts;

/// <summary>Reads from what was seen of an array which host each newly ended attempt ran on, and what that says about the host.</summary>
/// <remarks>Facts do not tell the host, so that a journal does not grow with it; hence the keys are read a second time, against the facts.</remarks>
public static class HostWitness
{
    /// <summary>Reads; call it before the facts are applied, because closing an array forgets which of its tasks were stopped.</summary>
    /// <param name="array">The array.</param>
    /// <param name="ended">The fact that tells of the ends, ascending by index.</param>
    /// <param name="status">The backend's snapshot.</param>
    /// <param name="keys">The ledger keys from which the fact was read.</param>
    public static IEnumerable<HostEnd> Read(
        ArrayState array, Fact.AttemptsEnded ended, ArrayStatus status, IReadOnlyList<LedgerKey> keys)
    {
        ArgumentNullException.ThrowIfNull(array);
        ArgumentNullException.ThrowIfNull(ended);
        ArgumentNullException.ThrowIfNull(status);
        ArgumentNullException.ThrowIfNull(keys);
        foreach (LedgerKey key in keys)
        {
            if (key.Host.Length > 0 && Find(ended.Ends, key.Index) is { } end && end.Attempt == key.Attempt && end.Outcome == key.Outcome)
            {
                yield return new HostEnd(key.Host, array.Stage, ElementOf(array, key.Index), SignOf(array, end))
                {
                    Wall = TimeSpan.FromMilliseconds(end.WallMilliseconds),
                };
            }
        }

        // Of an element that left no key the backend may know the host; the first of its tasks speaks for it.
        foreach (ElementEnd abnormal in status.Abnormal)
        {
            long position = (long)abnormal.Element * array.Pack;
            if (abnormal.Host.Length > 0 && position < array.Tasks.Count
                && Find(ended.Ends, array.Tasks[position]) is { WallMilliseconds: 0, Machine: "" } end)
            {
                yield return new HostEnd(abnormal.Host, array.Stage, end.Index, SignOf(array, end));
            }
        }
    }

    private static HostSign SignOf(ArrayState array, AttemptEnd end) => end.Verdict == Verdict.Excuse ? HostSign.None : end.Outcome switch
    {
        Outcome.Succeeded => HostSign.Good,
        Outcome.Slow => HostSign.Suspect,
        Outcome.Preempted or Outcome.Lost when array.Stopped.PositionOf(end.Index) >= 0 => HostSign.Suspect,
        Outcome.Failed => CouldNotBegin(end.Exit) ? HostSign.Suspect : HostSign.Failed,
        _ => HostSign.None,
    };

    // A full disk, a missing library, a processor without the right instructions, a store out of reach. When it is the campaign's own
    // mistake it happens everywhere, and what happens everywhere is no evidence.
    private static bool CouldNotBegin(int exit) => exit is ExitCode.BadOrder or ExitCode.InputMissing or ExitCode.CannotStart
        or ExitCode.Internal or ExitCode.StoreFailed or ExitCode.NotExecutable or ExitCode.NotFound;

    private static long ElementOf(ArrayState array, long task)
    {
        long position = array.Tasks.PositionOf(task);
        return array.Pack == 1 || position < 0 ? task : array.Tasks[position / array.Pack * array.Pack];
    }

    private static AttemptEnd? Find(IReadOnlyList<AttemptEnd> ends, long index)
    {
        int low = 0;
        int high = ends.Count - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            long at = ends[middle].Index;
            if (at == index)
            {
                return ends[middle];
            }

            (low, high) = at < index ? (middle + 1, high) : (low, middle - 1);
        }

        return null;
    }
}
