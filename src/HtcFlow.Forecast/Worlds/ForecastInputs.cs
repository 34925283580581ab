using HtcFlow.Core.Campaigns;
using HtcFlow.Forecast.Markets;

namespace HtcFlow.Forecast.Worlds;

/// <summary>What a forecast is made from.</summary>
public sealed record ForecastInputs
{
    /// <summary>The campaign.</summary>
    public required CampaignSpec Campaign { get; init; }

    /// <summary>Machines for rent; null for the slots of one machine.</summary>
    public Market? Market { get; init; }

    /// <summary>Processors of the one machine that runs everything when there is no market.</summary>
    public int Slots { get; init; } = 1;

    /// <summary>How long tasks take.</summary>
    public TaskTimes Times { get; init; } = new();

    /// <summary>Time between the checkpoints of stages that write some; null for a guess.</summary>
    public TimeSpan? CheckpointEvery { get; init; }

    /// <summary>Probability that an attempt fails by itself; null for what was measured, else 0.</summary>
    public double? FailureProbability { get; init; }

    /// <summary>Most processors that are rented at a time; 0 for as many as the market has.</summary>
    public int MaxVcpus { get; init; }
}
