using System.Globalization;
using HtcFlow.Campaigns;
using HtcFlow.Core.Facts;
using HtcFlow.Core.Planning;
using HtcFlow.Core.State;
using HtcFlow.Core.Transitions;
using HtcFlow.Engine.Journal;
using HtcFlow.Engine.Recovery;

namespace HtcFlow.Benchmarks;

/// <summary>The measured process: reads a campaign, plans all of it with an unlimited window, journals every fact durably.</summary>
internal static class PlanChild
{
    // What AWS Batch takes in one array.
    private const int ArrayElements = 10_000;

    public static int Run(long tasks)
    {
        string directory = Directory.CreateTempSubdirectory("htcflow-plan-").FullName;
        try
        {
            string file = Path.Combine(directory, "campaign.yaml");
            File.WriteAllText(file, TextFor(tasks));
            Plan(file, Path.Combine(directory, "journal.db"), tasks);
            Console.WriteLine(PeakMegabytes().ToString(CultureInfo.InvariantCulture));
            return 0;
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static void Plan(string file, string journalFile, long tasks)
    {
        CampaignReading reading = CampaignReader.ReadFile(file, []);
        using SqliteJournal journal = SqliteJournal.Open(journalFile);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        CampaignBirth.Record(journal, reading.Spec!, CampaignBirth.NewMark(new Random(1)), now);
        CampaignState state = Replay.Load(journal).State;
        IReadOnlyList<Fact> facts = ArrayPlanner.Plan(state, new PlanLimits(ArrayElements, long.MaxValue, 0), now);
        JournalEntry[] entries = [.. facts.Select((fact, i) => new JournalEntry(state.Sequence + 1 + i, now, fact))];
        journal.Append(entries, []);
        foreach (JournalEntry entry in entries)
        {
            Applier.Apply(state, entry);
        }

        if (state.Tally(TaskState.Submitted) != tasks)
        {
            throw new InvalidOperationException($"Only {state.Tally(TaskState.Submitted)} of {tasks} tasks were planned.");
        }
    }

    private static string TextFor(long tasks) => string.Create(CultureInfo.InvariantCulture, $$"""
        campaign: plan
        store: ./store
        backend: local
        stages:
          write:
            sweep:
              density: [1500, 1750, 2000, 2250]
              pitch: {from: 30, to: 39, step: 1}
              seed: 1..{{tasks / 40}}
            command: [/bin/echo, "${density}", "${pitch}", "${seed}"]

        """);

    private static double PeakMegabytes()
    {
        string line = File.ReadLines("/proc/self/status").First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
        string kibibytes = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        return double.Parse(kibibytes, CultureInfo.InvariantCulture) / 1024;
    }
}
