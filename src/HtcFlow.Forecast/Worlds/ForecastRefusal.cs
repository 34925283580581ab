namespace HtcFlow.Forecast.Worlds;

/// <summary>Why a campaign cannot be forecast: it could not run.</summary>
/// <param name="What">What is wrong.</param>
/// <param name="Help">What to do.</param>
public sealed record ForecastRefusal(string What, string Help);
