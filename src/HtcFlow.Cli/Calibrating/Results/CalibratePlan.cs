namespace HtcFlow.Cli.Calibrating.Results;

/// <summary>What <c>calibrate --dry-run</c> prints.</summary>
/// <param name="Campaign">Campaign.</param>
/// <param name="Stage">Stage.</param>
/// <param name="Tasks">Its tasks.</param>
/// <param name="Region">Region.</param>
/// <param name="Environment">Compute environment that is copied.</param>
/// <param name="Types">Types.</param>
/// <param name="FirstSamples">Samples of each type in the first round.</param>
/// <param name="MostSamplesOfAType">Most samples of a type.</param>
/// <param name="MostSamples">Most samples of all types together.</param>
/// <param name="MostDollarsPerTaskHour">What an hour of a task costs on the type on which it costs most.</param>
/// <param name="MostDollars">Most that all samples can cost with one attempt each of the stage's whole walltime; null where it has none.</param>
internal sealed record CalibratePlan(
    string Campaign,
    string Stage,
    long Tasks,
    string Region,
    string Environment,
    IReadOnlyList<PlannedType> Types,
    int FirstSamples,
    int MostSamplesOfAType,
    long MostSamples,
    double MostDollarsPerTaskHour,
    double? MostDollars);
