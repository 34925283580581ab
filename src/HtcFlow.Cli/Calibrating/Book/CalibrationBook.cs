using System.Text.Json.Serialization;
using HtcFlow.Cli.Calibrating.Types;

namespace HtcFlow.Cli.Calibrating.Book;

/// <summary>A calibration as it stands: what was decided when it began, and what its rounds gave.</summary>
/// <remarks>Prices stand in it too, so that the same samples lead to the same rounds whenever they are looked at again.</remarks>
internal sealed record CalibrationBook
{
    /// <summary>Format version, 1.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Campaign.</summary>
    public required string Campaign { get; init; }

    /// <summary>Stage.</summary>
    public required string Stage { get; init; }

    /// <summary>Hash of what the stage's tasks do.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Most tasks of each type.</summary>
    public required int Most { get; init; }

    /// <summary>Region.</summary>
    public required string Region { get; init; }

    /// <summary>Compute environment of which those of the types are copies.</summary>
    public required string Environment { get; init; }

    /// <summary>End of the day over which prices were averaged.</summary>
    public required DateTimeOffset PricesUntil { get; init; }

    /// <summary>Number of the campaign that is the first round.</summary>
    public required int First { get; init; }

    /// <summary>Types.</summary>
    public required IReadOnlyList<CandidateType> Types { get; init; }

    /// <summary>Rounds that have ended.</summary>
    public IReadOnlyList<BookedRound> Rounds { get; init; } = [];

    /// <summary>Whether it is over, or was given up.</summary>
    public bool IsClosed { get; init; }

    /// <summary>Whether it was given up.</summary>
    public bool IsGivenUp { get; init; }

    /// <summary>Whether its queues were taken away.</summary>
    public bool IsTidy { get; init; }

    /// <summary>Dollars that the attempts so far have cost, each the share of a machine that it occupied.</summary>
    [JsonIgnore]
    public double Spent => Rounds.SelectMany(static round => round.Types).Sum(samples => CostOf(samples.Type, samples.SpentSeconds));

    /// <summary>Dollars that a task of some wall seconds costs on a type.</summary>
    public double CostOf(string type, double seconds)
    {
        CandidateType one = Types.First(t => t.Name == type);
        return seconds / 3600 * one.PerHour / one.Slots;
    }
}
