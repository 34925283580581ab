namespace HtcFlow.Cli.Calibrating.Book;

/// <summary>A round that has ended.</summary>
/// <param name="Campaign">Name of the campaign that it was.</param>
/// <param name="Types">What each type in it gave.</param>
internal sealed record BookedRound(string Campaign, IReadOnlyList<BookedSamples> Types);
