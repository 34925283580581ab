namespace HtcFlow.Cli.Calibrating.Results;

/// <summary>How long simulations took with one build.</summary>
/// <param name="Build">Build; empty where the stage has none to choose from.</param>
/// <param name="Samples">Simulations.</param>
/// <param name="MeanSeconds">Mean wall seconds of all attempts of a simulation together.</param>
/// <param name="DeviationSeconds">Standard deviation.</param>
internal sealed record BuildTimes(string Build, long Samples, double MeanSeconds, double DeviationSeconds);
