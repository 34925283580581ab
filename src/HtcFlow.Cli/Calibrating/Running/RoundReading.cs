using HtcFlow.Cli.Calibrating.Book;
using HtcFlow.Cli.Calibrating.Types;
using HtcFlow.Cli.Fetching;
using HtcFlow.Cli.Sessions;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Ports;
using HtcFlow.Core.State;
using HtcFlow.Core.Wire;
using HtcFlow.Engine.Homes;

namespace HtcFlow.Cli.Calibrating.Running;

/// <summary>Reads from journal and ledger what a round gave.</summary>
/// <param name="store">Store of the campaign.</param>
/// <param name="cancellationToken">Ends it.</param>
internal sealed class RoundReading(IObjectStore store, CancellationToken cancellationToken)
{
    /// <summary>Reads a round that has ended.</summary>
    /// <exception cref="FaultException">Journal or store cannot be read.</exception>
    public async Task<BookedRound> ReadAsync(CampaignHome home, IReadOnlyList<CandidateType> types)
    {
        using OpenCampaign campaign = OpenCampaign.Open(home);
        var samples = new List<BookedSamples>();
        foreach (StageState stage in campaign.State.Stages)
        {
            samples.Add(await ReadAsync(campaign.State.Spec.Name, stage, types.First(type => type.Label == stage.Spec.Name)));
        }

        return new BookedRound(home.Name, samples);
    }

    private async Task<BookedSamples> ReadAsync(string campaign, StageState stage, CandidateType type)
    {
        string expected = LedgerKey.MachineName(type.Name);
        var seconds = new SortedDictionary<long, double>();
        var elsewhere = new HashSet<long>();
        string other = "";
        double spent = 0;
        await foreach (ObjectInfo item in store.ListAsync(StoreLayout.Ledgers(campaign, stage.Spec.Name), "", cancellationToken))
        {
            if (LedgerKey.Parse(item.Key.AsSpan(item.Key.LastIndexOf('/') + 1)) is not { } key)
            {
                continue;
            }

            double wall = key.WallMilliseconds / 1000.0;
            seconds[key.Index] = seconds.GetValueOrDefault(key.Index) + wall;
            spent += wall;
            if (key.Machine != expected)
            {
                other = key.Machine;
                elsewhere.Add(key.Index);
            }
        }

        long[] finished = [.. seconds.Keys.Where(index => stage.Ledger.StateOf(index) == TaskState.Succeeded)];
        long[] counted = [.. finished.Where(index => !elsewhere.Contains(index))];
        string[] builds = stage.Spec.Binaries.Any(static binary => binary.Builds.Count > 1) ? await BuildsAsync(campaign, stage.Spec, counted) : [];
        return new BookedSamples(
            type.Name, [.. counted.Select(index => seconds[index])], builds, (int)(stage.Ledger.Count - finished.Length), finished.Length - counted.Length, spent)
        {
            OtherName = other,
        };
    }

    private async Task<string[]> BuildsAsync(string campaign, StageSpec stage, long[] tasks)
    {
        AttemptReport?[] reports = await new AcceptedReports(store, campaign).ReadAllAsync(stage.Name, tasks, cancellationToken);
        return [.. reports.Select(static report => report?.Build ?? "")];
    }
}
