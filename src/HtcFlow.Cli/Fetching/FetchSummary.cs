namespace HtcFlow.Cli.Fetching;

/// <summary>What a fetch did.</summary>
/// <param name="Campaign">Campaign.</param>
/// <param name="Directory">Where the files are.</param>
/// <param name="Tasks">Tasks whose outputs are there now.</param>
/// <param name="Files">Files downloaded.</param>
/// <param name="Bytes">Their size, decompressed.</param>
/// <param name="Present">Files that were there already, complete.</param>
/// <param name="Unfinished">Tasks without a result, passed over.</param>
/// <param name="Differing">Files that are there with another content and were left alone.</param>
/// <param name="FirstDiffering">One of them; empty when there is none.</param>
internal sealed record FetchSummary(
    string Campaign, string Directory, long Tasks, long Files, long Bytes, long Present, long Unfinished, long Differing, string FirstDiffering);
