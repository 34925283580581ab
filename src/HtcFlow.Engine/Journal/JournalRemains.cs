using HtcFlow.Core.Facts;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Requests;
using HtcFlow.Core.State;
using HtcFlow.Core.Transitions;

namespace HtcFlow.Engine.Journal;

/// <summary>What can still be read of a damaged journal: its entries up to the first damage, and the requests in its mailbox.</summary>
/// <param name="Entries">Entries that follow each other from the first one, each of them possible after those before it.</param>
/// <param name="Damage">What ends them.</param>
/// <param name="LastKnown">Greatest number of an entry that the file still tells of; 0 when it tells of none.</param>
internal sealed record JournalRemains(long Entries, string Damage, long LastKnown)
{
    private const int EntriesPerCommit = 1_000;

    /// <summary>Copies what there is into an empty journal.</summary>
    /// <param name="damaged">The damaged file; left as it is, because SQLite would write into it.</param>
    /// <param name="copy">Name for a copy of it, which is deleted again.</param>
    /// <param name="target">The empty journal.</param>
    /// <param name="damage">What is known of the damage.</param>
    /// <exception cref="IOException">The file cannot be copied.</exception>
    public static JournalRemains Save(string damaged, string copy, IJournal target, string damage)
    {
        try
        {
            Copy(damaged, copy);
            JournalRemains remains = Read(copy, target, damage);
            if (remains.Entries == 0)
            {
                // Perhaps it is only the file's own description of itself that is damaged.
                Copy(damaged, copy);
                SqliteHeader.Mend(copy);
                remains = Read(copy, target, damage);
            }

            return remains;
        }
        finally
        {
            JournalSwap.Delete(copy);
        }
    }

    private static void Copy(string damaged, string copy)
    {
        JournalSwap.Delete(copy);
        File.Copy(damaged, copy);
        if (File.Exists(damaged + "-wal"))
        {
            File.Copy(damaged + "-wal", copy + "-wal");
        }
    }

    private static JournalRemains Read(string copy, IJournal target, string damage)
    {
        long entries = 0;
        long lastKnown = 0;
        var batch = new List<JournalEntry>();
        try
        {
            using SqliteJournal journal = SqliteJournal.Open(copy);
            lastKnown = journal.LastKnown();
            var state = new CampaignState();
            foreach (JournalEntry entry in journal.ReadUnchecked(0))
            {
                Applier.Apply(state, entry);
                batch.Add(entry);
                entries++;
                if (batch.Count == EntriesPerCommit)
                {
                    target.Append(batch, []);
                    batch.Clear();
                }
            }

            foreach (UserRequest request in journal.Pending())
            {
                target.Post(request);
            }
        }
        catch (InvalidFactException e)
        {
            damage = $"entry {entries + 1} cannot be right: {e.Message}";
        }
        catch (FaultException fault) when (fault.Kind is FaultKind.Damaged or FaultKind.Broken && fault.Subject == copy)
        {
            damage = entries > 0 ? fault.Detail : damage;
        }

        target.Append(batch, []);
        return new JournalRemains(entries, damage, lastKnown);
    }
}
