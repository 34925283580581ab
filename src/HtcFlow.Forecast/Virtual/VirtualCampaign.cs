using HtcFlow.Backends.Simulated.Cloud;
using HtcFlow.Backends.Simulated.Ledgers;
using HtcFlow.Backends.Simulated.Service;
using HtcFlow.Backends.Simulated.World;
using HtcFlow.Core.Campaigns;
using HtcFlow.Engine.Loop;
using HtcFlow.Engine.Recovery;

namespace HtcFlow.Forecast.Virtual;

/// <summary>Runs one campaign through the real engine against a simulated cloud, in virtual time and on the caller's thread.</summary>
public sealed class VirtualCampaign
{
    // Nobody writes to a simulated campaign.
    private static readonly TimeSpan s_mailInterval = TimeSpan.FromHours(1);
    private readonly CampaignSpec _spec;
    private readonly WorldSpec _world;
    private readonly VirtualOptions _options;

    /// <summary>Prepares a run; the world's seed decides everything that happens.</summary>
    public VirtualCampaign(CampaignSpec spec, WorldSpec world, VirtualOptions options)
    {
        _spec = spec;
        _world = world;
        _options = options;
    }

    /// <summary>Runs it to its end.</summary>
    /// <param name="cancellationToken">Stops between two steps.</param>
    public VirtualOutcome Run(CancellationToken cancellationToken = default)
    {
        var clock = new VirtualClock(_options.Begin);
        var cloud = new SimulatedCloud(_world, clock);
        var backend = new SimulatedBackend(cloud);
        var store = new SimulatedStore(cloud);
        var dice = new Random(_world.Seed);
        CampaignBirth.Record(_options.Journal, _spec, CampaignBirth.NewMark(dice), clock.GetUtcNow());
        var core = new EngineCore(new EngineParts
        {
            Journal = _options.Journal,
            Backend = backend,
            Store = store,
            Time = clock,
            Dice = dice,
            Log = _options.Log,
            MailInterval = s_mailInterval,
        });
        var engine = new VirtualEngine(core, new VirtualLane(backend, store, clock, () => backend.LastCallTook), clock);
        EngineEnd end = engine.Run(_options.Begin + _options.Longest, cancellationToken);
        return new VirtualOutcome(end, core.State.LatestAt - _options.Begin, core.State, cloud.Read(), engine.Steps);
    }
}
