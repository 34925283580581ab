using HtcFlow.Core.Facts;
using HtcFlow.Core.Ports;
using HtcFlow.Core.State;
using HtcFlow.Core.Tests.Stories;
using HtcFlow.Engine.Journal;
using HtcFlow.Engine.Recovery;

namespace HtcFlow.Engine.Tests.Recovery;

/// <summary>Damages whole journals, snapshots and logs included: a state is right or refused, and what can be kept is kept.</summary>
public sealed class JournalRescueTests
{
    // A recovery syncs the disk three times, and that is what most of the time goes into.
    private const int Seeds = 70;
    private static readonly DateTimeOffset s_now = new(2031, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Run_AnyDamage_KeepsAPrefixOrSaysThatNothingCanBeRead(bool hasLog)
    {
        using var journal = new DamagedJournal(hasLog);
        int refused = 0;
        int recovered = 0;
        for (int seed = 0; seed < Seeds; seed++)
        {
            string how = $"seed {seed}, " + journal.Place(new Random(seed));
            refused += IsRefused(journal, hasLog, how) ? 1 : 0;
            journal.Place(new Random(seed));
            recovered += IsRecovered(journal, hasLog, how) ? 1 : 0;
        }

        Assert.InRange(refused, Seeds / 8, Seeds);
        Assert.InRange(recovered, Seeds / 16, refused);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Run_Undamaged_ChangesNothing(bool hasLog)
    {
        using var journal = new DamagedJournal(hasLog);
        journal.PlaceWhole();

        Assert.Equal(new RescueEnd.Intact(DamagedJournal.Entries), JournalRescue.Run(journal.Path, "recover1", s_now));
        Assert.Equal(journal.StateAfter(DamagedJournal.Entries), StateText.Of(Open(journal).State));
    }

    /// <summary>What a process that dies leaves, step by step: <see cref="JournalSwap"/> and the files made before it.</summary>
    [Theory]
    [InlineData("while the copy is read")]
    [InlineData("before the log leaves")]
    [InlineData("before the log's index leaves")]
    [InlineData("before the damaged file has its second name")]
    [InlineData("before the recovered file takes its place")]
    public void Run_CutOff_IsFinishedByTheNextRun(string step)
    {
        using var journal = new DamagedJournal(hasLog: true);
        byte[] recovered = Recovered(journal, out RescueEnd.Recovered first);
        PlaceDamaged(journal);
        string kept = journal.Path + ".damaged-20310101T000000Z";
        switch (step)
        {
            case "while the copy is read":
                File.WriteAllBytes(journal.Path + ".new", recovered.AsSpan(0, 5_000));
                File.Copy(journal.Path, journal.Path + ".copy");
                break;
            case "before the log leaves":
                break;
            case "before the log's index leaves":
                File.Move(journal.Path + "-wal", kept + "-wal");
                File.WriteAllBytes(journal.Path + "-shm", new byte[32_768]);
                break;
            case "before the damaged file has its second name":
                File.Move(journal.Path + "-wal", kept + "-wal");
                break;
            default:
                File.Move(journal.Path + "-wal", kept + "-wal");
                File.Copy(journal.Path, kept);
                break;
        }

        if (step != "while the copy is read")
        {
            File.WriteAllBytes(JournalSwap.PendingOf(journal.Path), recovered);
            FaultException refused = Assert.Throws<FaultException>(() => Open(journal));
            Assert.Equal(FaultKind.Damaged, refused.Kind);
            Assert.Contains("its recovery was cut off", refused.Message, StringComparison.Ordinal);
        }

        var second = Assert.IsType<RescueEnd.Recovered>(JournalRescue.Run(journal.Path, "recover1", s_now));

        Assert.Equal(first.Kept, second.Kept);
        Assert.Equal(journal.StateAfter(first.Kept, [AddedTo(journal)]), StateText.Of(Open(journal).State));
        Assert.True(File.Exists(second.DamagedFile));
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(journal.Path)!, "*.copy*"));
        Assert.IsType<RescueEnd.Intact>(JournalRescue.Run(journal.Path, "recover2", s_now));
    }

    [Fact]
    public void Run_NoEntryIsLeft_SaysSoAndChangesNothing()
    {
        using var journal = new DamagedJournal(hasLog: false);
        journal.PlaceWhole();
        byte[] garbage = new byte[20_000];
        new Random(1).NextBytes(garbage);
        File.WriteAllBytes(journal.Path, garbage);

        FaultException fault = Assert.Throws<FaultException>(() => JournalRescue.Run(journal.Path, "recover1", s_now));

        Assert.Contains("nothing was changed: restore the file from a copy, or submit again", fault.Message, StringComparison.Ordinal);
        Assert.Equal(garbage, File.ReadAllBytes(journal.Path));
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(journal.Path)!));
    }

    // An end of the log that is not whole is taken for an append that was never finished, whatever made it so: SQLite cannot tell, and
    // nothing of it was ever acted upon unless the disk lied. So a journal with a log may come back as an earlier state of itself.
    private static void CheckState(DamagedJournal journal, bool hasLog, CampaignState state, string how)
    {
        Assert.True(hasLog || state.Sequence == DamagedJournal.Entries, $"{how}: taken for whole with {state.Sequence} entries");
        Assert.True(journal.StateAfter(state.Sequence) == StateText.Of(state), $"{how}: another state with {state.Sequence} entries");
    }

    private static bool IsRefused(DamagedJournal journal, bool hasLog, string how)
    {
        try
        {
            CheckState(journal, hasLog, Open(journal).State, how);
            return false;
        }
        catch (FaultException fault)
        {
            Assert.True(
                (fault.Kind == FaultKind.Damaged && fault.Message.Contains("damaged", StringComparison.Ordinal)) || IsOther(fault),
                $"{how}: {fault.Kind} {fault.Message}");
            return true;
        }
    }

    private static bool IsRecovered(DamagedJournal journal, bool hasLog, string how)
    {
        try
        {
            RescueEnd end = JournalRescue.Run(journal.Path, "recover1", s_now);
            if (end is not RescueEnd.Recovered recovered)
            {
                CheckState(journal, hasLog, Open(journal).State, how);
                return false;
            }

            CampaignState state = Open(journal).State;
            using SqliteJournal opened = SqliteJournal.Open(journal.Path);
            JournalEntry added = Assert.Single(opened.Read(recovered.Kept));
            Assert.IsType<Fact.JournalRecovered>(added.Fact);
            Assert.True(
                journal.StateAfter(recovered.Kept, [added]) == StateText.Of(state), $"{how}: another state after a recovery to {recovered.Kept}");
            Assert.True(File.Exists(recovered.DamagedFile), how);
            return true;
        }
        catch (FaultException fault)
        {
            bool says = fault.Message.Contains("nothing was changed", StringComparison.Ordinal) || IsOther(fault);
            Assert.True(fault.Kind == FaultKind.Broken && says, $"{how}: {fault.Kind} {fault.Message}");
            return false;
        }
    }

    private static void PlaceDamaged(DamagedJournal journal)
    {
        journal.PlaceWhole();
        byte[] main = File.ReadAllBytes(journal.Path);
        for (int at = main.AsSpan().IndexOf("job-20-"u8); at >= 0; at = main.AsSpan().IndexOf("job-20-"u8))
        {
            // In the entry and in the snapshots.
            main[at] ^= 1;
        }

        File.WriteAllBytes(journal.Path, main);
    }

    private static byte[] Recovered(DamagedJournal journal, out RescueEnd.Recovered end)
    {
        PlaceDamaged(journal);
        end = Assert.IsType<RescueEnd.Recovered>(JournalRescue.Run(journal.Path, "recover1", s_now));
        return File.ReadAllBytes(journal.Path);
    }

    private static JournalEntry AddedTo(DamagedJournal damaged)
    {
        using SqliteJournal journal = SqliteJournal.Open(damaged.Path);
        return journal.Read(0).Last();
    }

    // A bit flipped in the number of the format makes a format that may come to exist, and a file without a byte is what a submission
    // that was cut off leaves. Both are said, and nothing is changed.
    private static bool IsOther(FaultException fault) =>
        fault.Message.Contains("newer", StringComparison.Ordinal) || fault.Message.Contains("it is empty", StringComparison.Ordinal);

    private static Replay Open(DamagedJournal damaged)
    {
        using SqliteJournal journal = SqliteJournal.Open(damaged.Path);
        return Replay.Load(journal);
    }
}
