namespace HtcFlow.Campaigns.Yaml;

/// <summary>A place in a text.</summary>
/// <param name="File">File as the user called it.</param>
/// <param name="Line">Line from 1.</param>
/// <param name="Column">Column from 1.</param>
internal readonly record struct Place(string File, int Line, int Column);
