using HtcFlow.Cli.Sessions;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Money;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Ports.Abilities;
using HtcFlow.Engine.Homes;

namespace HtcFlow.Cli.Costs.Targets;

/// <summary>Counts again and again what the targets of a campaign have cost, while its engine runs.</summary>
internal sealed class TargetAppraiser : ITargetCosts, IAsyncDisposable
{
    private static readonly TimeSpan s_shortestPeriod = TimeSpan.FromMinutes(5);

    // A count lists every ledger key, a page for a thousand attempts: it may take a fiftieth of the time.
    private const int Rest = 50;

    private readonly CommandContext _context;
    private readonly CampaignHome _home;
    private readonly IReadOnlyList<CloudPlace> _places;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _work;
    private volatile CostLook? _latest;

    private TargetAppraiser(CommandContext context, CampaignHome home, IReadOnlyList<CloudPlace> places)
    {
        _context = context;
        _home = home;
        _places = places;
        _work = WorkAsync();
    }

    /// <inheritdoc/>
    public CostLook? Latest => _latest;

    /// <summary>Starts counting; null where there are no several targets, or no prices that could be asked for.</summary>
    public static TargetAppraiser? Start(CommandContext context, CampaignHome home, CampaignSpec spec)
    {
        if (spec.Backend.Targets is not { Count: > 1 })
        {
            return null;
        }

        try
        {
            IReadOnlyList<CloudPlace> places = context.Parts.OpenClouds(context, spec);
            return places.Count == 0 ? null : new TargetAppraiser(context, home, places);
        }
        catch (FaultException)
        {
            // The backend says what is wrong with the account; the weights stay those of the campaign.
            return null;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _work;
        _stop.Dispose();
    }

    private async Task WorkAsync()
    {
        await Task.Yield();
        try
        {
            while (true)
            {
                long begin = _context.Time.GetTimestamp();
                await LookAsync();
                TimeSpan rest = _context.Time.GetElapsedTime(begin) * Rest;
                await Task.Delay(rest > s_shortestPeriod ? rest : s_shortestPeriod, _context.Time, _stop.Token);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return;
        }
    }

    private async Task LookAsync()
    {
        try
        {
            // Readers of their own: the engine's journal and store are its own, and the recorder's book grows meanwhile.
            using OpenCampaign campaign = OpenCampaign.Open(_home);
            InstanceBook book = InstanceBook.Open(_home);
            var prices = new CostPrices(_places, campaign.State.CreatedAt);
            await using IObjectStore store = _context.Parts.OpenStore(campaign.State.Spec.Store);
            _latest = await TargetCount.CountAsync(campaign.State, store, book.History.Instances, prices, _context.Now, _stop.Token);
        }
        catch (FaultException)
        {
            // Weights stay as they are; the next look makes up for it.
        }
    }
}
