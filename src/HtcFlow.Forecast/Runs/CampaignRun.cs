using HtcFlow.Backends.Simulated.Metering;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.State;
using HtcFlow.Core.Wire;
using HtcFlow.Engine.Loop;
using HtcFlow.Forecast.Statistics;
using HtcFlow.Forecast.Virtual;
using HtcFlow.Forecast.Worlds;

namespace HtcFlow.Forecast.Runs;

/// <summary>Runs a campaign through the real engine in a simulated cloud.</summary>
/// <param name="spec">The campaign.</param>
/// <param name="world">The worlds in which it runs.</param>
public sealed class CampaignRun(CampaignSpec spec, ForecastWorld world) : IForecastRun
{
    /// <inheritdoc/>
    public ForecastSample Run(int seed, CancellationToken cancellationToken)
    {
        VirtualOutcome outcome = new VirtualCampaign(spec, world.Of(seed), new VirtualOptions()).Run(cancellationToken);
        CloudReading cloud = outcome.Cloud;
        long Ended(Outcome how) => outcome.State.Stages.Sum(stage => stage.Outcomes[(int)how]);
        return new ForecastSample
        {
            Finish = outcome.Took,
            HasEnded = outcome.End == EngineEnd.Ended,
            Dollars = cloud.Dollars,
            Waste = WasteOf(cloud.DollarsBy),
            Succeeded = outcome.State.Tally(TaskState.Succeeded),
            Fruitless = outcome.State.Stages.Sum(stage => stage.Fruitless),
            Attempts = outcome.State.Stages.Sum(stage => stage.Outcomes.Sum()),
            Interruptions = Ended(Outcome.Preempted) + Ended(Outcome.Lost),
            PeakMachines = cloud.PeakMachines,

            // What is rented when the last fact is in has no work any more and is given back.
            Machines = new MachineCurve(cloud.Fleet.TakeWhile(f => f.At < outcome.Took).Select(f => (f.At, (double)f.Machines)).Append((outcome.Took, 0))),
        };
    }

    private static Waste WasteOf(IReadOnlyDictionary<Spending, double> dollars)
    {
        double Of(Spending spending) => Math.Max(0, dollars.GetValueOrDefault(spending));
        return new Waste(
            Of(Spending.Reclaim), Of(Spending.Slowness), Of(Spending.Failure), Of(Spending.Idle), Of(Spending.Redundant) + Of(Spending.Cancelled));
    }
}
