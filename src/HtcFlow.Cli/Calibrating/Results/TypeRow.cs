using HtcFlow.Cli.Calibrating.Types;
using HtcFlow.Forecast.Calibration;

namespace HtcFlow.Cli.Calibrating.Results;

/// <summary>A type with what its samples say.</summary>
/// <param name="Type">Type.</param>
/// <param name="Verdict">What is to be thought of it.</param>
/// <param name="Rank">Place in the order of dollars a simulation, from 1.</param>
/// <param name="LastRound">The round in which it ran last.</param>
/// <param name="Cost">Dollars a simulation.</param>
/// <param name="Times">Wall times, by build.</param>
internal sealed record TypeRow(CandidateType Type, TypeVerdict Verdict, int Rank, int LastRound, CostEstimate Cost, IReadOnlyList<BuildTimes> Times)
{
    /// <summary>Simulations that count.</summary>
    public long Samples => Times.Sum(static times => times.Samples);
}
