using System.Text.Json;

namespace HtcFlow.Cli.Calibrating.Results;

/// <summary>A type in <c>calibrate --json</c>.</summary>
internal sealed record TypeDocument(
    string Type,
    int Rank,
    string Verdict,
    int LastRound,
    long Samples,
    IReadOnlyList<BuildTimes> Builds,
    int Vcpus,
    long MemoryMebibytes,
    int TasksAMachine,
    double DollarsPerHour,
    IReadOnlyList<string> Zones,
    double? DollarsPerSimulation,
    double? Low,
    double? High)
{
    /// <summary>Makes it.</summary>
    public static TypeDocument Of(TypeRow row)
    {
        bool hasSamples = row.Verdict != TypeVerdict.Barren;
        return new TypeDocument(
            row.Type.Name, row.Rank, JsonNamingPolicy.CamelCase.ConvertName(row.Verdict.ToString()), row.LastRound, row.Samples, row.Times, row.Type.Vcpus,
            row.Type.MemoryMebibytes, row.Type.Slots, row.Type.PerHour, row.Type.Zones, hasSamples ? row.Cost.Mean : null, hasSamples ? row.Cost.Low : null,
            hasSamples && !double.IsInfinity(row.Cost.High) ? row.Cost.High : null);
    }
}
