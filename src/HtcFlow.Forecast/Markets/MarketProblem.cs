namespace HtcFlow.Forecast.Markets;

/// <summary>One thing that is wrong with a market file.</summary>
/// <param name="File">File as the user called it.</param>
/// <param name="Line">Line from 1; 0 when it concerns the whole file.</param>
/// <param name="What">What is wrong.</param>
/// <param name="Help">What to do.</param>
public sealed record MarketProblem(string File, int Line, string What, string Help)
{
    /// <summary>Formats the problem the way compilers do, so that editors can jump to it.</summary>
    public override string ToString() => $"{File}:{(Line > 0 ? $"{Line}:" : "")} error: {What}; {Help}";
}
