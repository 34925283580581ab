using System.Text.Json;
using HtcFlow.Backends.Simulated.World;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.State;
using HtcFlow.Core.Wire;
using HtcFlow.Engine.Journal;
using HtcFlow.Forecast.Virtual;

namespace HtcFlow.Benchmarks.MillionCore;

/// <summary>The measured process: one campaign through the real engine and a real journal, against the simulated cloud.</summary>
internal static class ReplayChild
{
    /// <summary>Runs the campaign of 2018, or an n-th of it.</summary>
    public static int Run(int parts, int seed) => Run(MillionCores.Campaign(parts), MillionCores.World(seed));

    /// <summary>Runs a flat campaign of short tasks.</summary>
    public static int RunFlat(long tasks) => Run(FlatCampaign.Of(tasks), FlatCampaign.World(1));

    private static int Run(CampaignSpec campaign, WorldSpec world)
    {
        string directory = Directory.CreateTempSubdirectory("htcflow-replay-").FullName;
        try
        {
            string file = Path.Combine(directory, "journal.db");
            VirtualOutcome outcome;
            using (SqliteJournal journal = SqliteJournal.Open(file))
            {
                outcome = new VirtualCampaign(campaign, world, new VirtualOptions { Journal = journal }).Run();
            }

            Console.WriteLine(JsonSerializer.Serialize(FiguresOf(campaign, outcome, new FileInfo(file).Length)));
            return 0;
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static ReplayFigures FiguresOf(CampaignSpec campaign, VirtualOutcome outcome, long journalBytes) => new(
        campaign.TaskCount,
        outcome.Cloud.Accepted,
        outcome.State.Tally(TaskState.Succeeded),
        (ProcessorTime.Used - outcome.Cloud.OwnTime).TotalSeconds,
        outcome.Cloud.OwnTime.TotalSeconds,
        ProcessorTime.PeakResidentBytes,
        outcome.Cloud.Calls.Values.Sum(),
        outcome.Took.TotalHours,
        outcome.Cloud.Attempts.Values.Sum(),
        outcome.Cloud.Attempts[Outcome.Preempted] + outcome.Cloud.Attempts[Outcome.Lost],
        outcome.Cloud.Attempts[Outcome.Slow],
        outcome.Cloud.PeakMachines,
        outcome.Cloud.PeakVcpus,
        outcome.Cloud.Dollars,
        journalBytes,
        outcome.State.Arrays.Count);
}
