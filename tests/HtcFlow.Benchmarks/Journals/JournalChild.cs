using System.Diagnostics;
using System.Globalization;
using HtcFlow.Benchmarks.MillionCore;
using HtcFlow.Core.Effects;
using HtcFlow.Core.Facts;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Snapshots;
using HtcFlow.Core.State;
using HtcFlow.Engine.Journal;
using HtcFlow.Engine.Recovery;
using HtcFlow.Engine.Views;

namespace HtcFlow.Benchmarks.Journals;

/// <summary>The measured process; prints one line of numbers.</summary>
internal static class JournalChild
{
    /// <summary>Runs a campaign on the journal, or on one row a transition, and prints transitions a second.</summary>
    public static int Transitions(string home, bool asRows, long tasks, int endsPerLook)
    {
        using IJournal journal = asRows ? new RowJournal(FileIn(home)) : SqliteJournal.Open(FileIn(home));
        DrivenEngine.Create(journal, tasks);
        double seconds = DrivenEngine.Run(journal, endsPerLook, new SnapshotPolicy());
        long moves = journal is RowJournal rows ? rows.Rows : journal.Read(0).Sum(e => DrivenEngine.TransitionsOf(e.Fact));
        Print(moves / seconds, moves);
        return 0;
    }

    /// <summary>Writes a finished campaign of so many tasks and prints the size of its journal, its transitions and its entries.</summary>
    public static int Write(string home, long tasks)
    {
        string file = FileIn(home);
        using (SqliteJournal journal = SqliteJournal.Open(file))
        {
            DrivenEngine.Create(journal, tasks);
            DrivenEngine.Run(journal, StillBackend.ArrayElements, new SnapshotPolicy());
        }

        long moves = 0;
        long entries = 0;
        using (SqliteJournal journal = SqliteJournal.Open(file))
        {
            foreach (JournalEntry entry in journal.Read(0))
            {
                moves += DrivenEngine.TransitionsOf(entry.Fact);
                entries++;
            }
        }

        Print(new FileInfo(file).Length, moves, entries);
        return 0;
    }

    /// <summary>Opens a journal until the state is ready and prints the seconds since the process began, and those of the opening alone.</summary>
    public static int Reopen(string home, bool withSnapshot)
    {
        long begin = Stopwatch.GetTimestamp();
        using SqliteJournal journal = SqliteJournal.Open(FileIn(home));
        CampaignState state = (withSnapshot ? Replay.Load(journal) : Replay.Load(journal, _ => { })).State;
        double opening = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        using var self = Process.GetCurrentProcess();
        double since = (DateTime.Now - self.StartTime).TotalSeconds;
        DrivenEngine.Require(state.Tally(TaskState.Succeeded) == state.Spec.TaskCount, "the state is not the one that was written");
        Print(since, opening, ProcessorTime.PeakResidentBytes);
        return 0;
    }

    /// <summary>Builds a state at its worst point and prints the resident bytes of the process.</summary>
    public static int Resident(long tasks)
    {
        var meter = new RateMeter();
        var flights = new Flights();
        CampaignState state = ResidentState.Build(tasks, meter, flights);
        Print(ProcessorTime.ResidentBytes, ProcessorTime.PeakResidentBytes);
        GC.KeepAlive(state);
        GC.KeepAlive(meter);
        GC.KeepAlive(flights);
        return 0;
    }

    private static string FileIn(string home) => Path.Combine(home, "journal.db");

    private static void Print(params double[] figures) =>
        Console.WriteLine(string.Join(' ', figures.Select(f => f.ToString("R", CultureInfo.InvariantCulture))));
}
