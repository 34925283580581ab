namespace HtcFlow.Benchmarks.GridEngine;

/// <summary>What an engine on the cell has cost and come to.</summary>
/// <param name="Succeeded">Tasks with an accepted result.</param>
/// <param name="Retries">Attempts that had to be made again.</param>
/// <param name="SubmitSeconds">Wall time in the backend's submissions.</param>
/// <param name="Submitted">Elements that the cell took.</param>
/// <param name="Cost">Processor time of the process and of the commands that it started.</param>
/// <param name="PeakResidentBytes">Largest resident set of the process.</param>
/// <param name="Looks">Looks at the queue.</param>
internal sealed record RunFigures(
    long Succeeded, long Retries, double SubmitSeconds, long Submitted, ProcessCost Cost, long PeakResidentBytes, int Looks);
