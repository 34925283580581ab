namespace HtcFlow.Cli.Fetching;

/// <summary>Where fetched files go.</summary>
/// <param name="Directory">Absolute directory.</param>
/// <param name="Layout">Template of a task's directory below it.</param>
/// <param name="Force">Whether files that differ are replaced.</param>
internal sealed record FetchTarget(string Directory, string Layout, bool Force);
