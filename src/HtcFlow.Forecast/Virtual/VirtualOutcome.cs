using HtcFlow.Backends.Simulated.Metering;
using HtcFlow.Core.State;
using HtcFlow.Engine.Loop;

namespace HtcFlow.Forecast.Virtual;

/// <summary>What became of a campaign in virtual time.</summary>
/// <param name="End">Why the engine stopped; <see cref="EngineEnd.None"/> when it was given up after <see cref="VirtualOptions.Longest"/>.</param>
/// <param name="Took">Virtual time from the submission to the last fact.</param>
/// <param name="State">The state at the end.</param>
/// <param name="Cloud">What the cloud counted, at the end.</param>
/// <param name="Steps">Steps of the engine's loop.</param>
public sealed record VirtualOutcome(EngineEnd End, TimeSpan Took, CampaignState State, CloudReading Cloud, long Steps)
{
    /// <summary>Dollars of one finished simulation; not a number when none has finished.</summary>
    public double DollarsPerResult => Cloud.Dollars / State.Tally(TaskState.Succeeded);
}
