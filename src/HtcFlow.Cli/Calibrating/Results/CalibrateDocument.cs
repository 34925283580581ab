using System.Text.Json;

namespace HtcFlow.Cli.Calibrating.Results;

/// <summary>What <c>calibrate --json</c> prints.</summary>
internal sealed record CalibrateDocument(
    string Campaign,
    string Stage,
    string Region,
    DateTimeOffset PricesUntil,
    int Rounds,
    bool IsDecided,
    double Dollars,
    IReadOnlyList<TypeDocument> Types,
    IReadOnlyList<string> Chosen,
    JsonElement? ComputeResources,
    string Update,
    string Init,
    IReadOnlyList<string> Campaigns,
    IReadOnlyList<string> Notes)
{
    /// <summary>Makes the document.</summary>
    public static CalibrateDocument Of(CalibrateResult result)
    {
        bool hasChoice = result.Chosen.Count > 0;
        return new CalibrateDocument(
            result.Book.Campaign, result.Book.Stage, result.Book.Region, result.Book.PricesUntil, result.Rounds, result.IsDecided, result.Book.Spent,
            [.. result.Rows.Select(TypeDocument.Of)], result.Chosen, hasChoice ? JsonDocument.Parse(CalibrateText.ResourcesOf(result)).RootElement : null,
            hasChoice ? CalibrateText.UpdateOf(result) : "", hasChoice ? CalibrateText.InitOf(result) : "",
            [.. result.Book.Rounds.Select(static round => round.Campaign)], result.Notes);
    }
}
