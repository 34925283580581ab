using HtcFlow.Core.Facts;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Snapshots;
using HtcFlow.Core.State;
using HtcFlow.Engine.Journal;

namespace HtcFlow.Engine.Recovery;

/// <summary>Goes back to the last good entry of a damaged journal. The caller holds the campaign's lock.</summary>
public static class JournalRescue
{
    // Numbers of the lost part must not be used again: their jobs may still write ledger keys under them. An entry that plans an array takes
    // 16 bytes at the least (seal 4, row 3, kind, array, stage, attempt, tasks and pack 9), so a file of n bytes planned n / 16 arrays
    // at most. A file that was cut short had more: 2^24 arrays are 256 MiB of entries, or four days of 50 submissions a second.
    private const int BytesPerArray = 16;
    private const int LeastJump = 1 << 24;

    /// <summary>Recovers a journal that cannot be read to its end; one that can is left as it is.</summary>
    /// <param name="path">The journal.</param>
    /// <param name="mark">New characters that end job names.</param>
    /// <param name="now">Time of the recovery.</param>
    /// <exception cref="FaultException">The directory cannot be written, the disk is full, or not even the first entry can be read.</exception>
    public static RescueEnd Run(string path, string mark, DateTimeOffset now)
    {
        if (File.Exists(JournalSwap.PendingOf(path)))
        {
            // A recovery was cut off after its work was done.
            return Conclude(path, now, "an earlier recovery was cut off", lastKnown: 0);
        }

        try
        {
            using SqliteJournal journal = SqliteJournal.Open(path);
            return new RescueEnd.Intact(Replay.Load(journal).State.Sequence);
        }
        catch (FaultException fault) when (fault.Kind == FaultKind.Damaged)
        {
            return Rescue(path, mark, now, fault.Detail);
        }
    }

    private static RescueEnd.Recovered Rescue(string path, string mark, DateTimeOffset now, string damage)
    {
        string fresh = path + ".new";
        try
        {
            JournalSwap.Delete(fresh);
            long bytes = Directory.GetFiles(Path.GetDirectoryName(path)!, Path.GetFileName(path) + "*").Sum(f => new FileInfo(f).Length);
            JournalRemains remains;
            using (SqliteJournal journal = SqliteJournal.Open(fresh))
            {
                remains = JournalRemains.Save(path, path + ".copy", journal, damage);
                if (remains.Entries == 0)
                {
                    throw new FaultException(
                        FaultKind.Broken, "recover the journal", path,
                        $"not even its first entry can be read ({remains.Damage}); nothing was changed: restore the file from a copy, or submit again");
                }

                Mark(journal, mark, now, bytes);
            }

            File.Move(fresh, JournalSwap.PendingOf(path));
            return Conclude(path, now, remains.Damage, remains.LastKnown);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FaultException(FaultKind.Denied, "recover the journal", path, e.Message + "; nothing was changed", e);
        }
        finally
        {
            JournalSwap.Delete(fresh);
        }
    }

    /// <summary>Marks the place where a journal lost its end, and keeps a snapshot.</summary>
    /// <param name="journal">What is left of the journal.</param>
    /// <param name="mark">New characters that end job names.</param>
    /// <param name="now">Time of the recovery.</param>
    /// <param name="bytes">Size of the damaged file, which bounds the arrays that the lost part can have planned.</param>
    /// <exception cref="FaultException">There are no numbers left for arrays.</exception>
    public static void Mark(IJournal journal, string mark, DateTimeOffset now, long bytes)
    {
        ArgumentNullException.ThrowIfNull(journal);
        CampaignState state = Replay.Load(journal, _ => { }).State;
        long next = state.NextArray.Value + Math.Max(LeastJump, bytes / BytesPerArray);
        if (next > int.MaxValue)
        {
            throw new FaultException(
                FaultKind.Broken, "recover the journal", state.Spec.Name, "it was recovered so often that there are no numbers left for arrays");
        }

        DateTimeOffset at = now > state.LatestAt ? now : state.LatestAt;
        var recovered = new Fact.JournalRecovered(mark, new ArrayId((int)next));
        journal.Append([new JournalEntry(state.Sequence + 1, at, recovered)], []);
        journal.Keep(SnapshotCodec.Encode(Replay.Load(journal, _ => { }).State));
    }

    private static RescueEnd.Recovered Conclude(string path, DateTimeOffset now, string damage, long lastKnown)
    {
        string kept = JournalSwap.Finish(path, now);
        using SqliteJournal journal = SqliteJournal.Open(path);
        CampaignState state = Replay.Load(journal).State;
        return new RescueEnd.Recovered(state.Sequence - 1, lastKnown, damage, kept);
    }
}
