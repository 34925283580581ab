namespace HtcFlow.Benchmarks.MillionCore;

/// <summary>What one whole campaign in virtual time has cost and come to.</summary>
/// <param name="Tasks">Tasks of the campaign.</param>
/// <param name="Accepted">Results that the store accepted.</param>
/// <param name="Succeeded">Tasks that the engine counts as done.</param>
/// <param name="EngineSeconds">Processor time of the engine: all of the process but what the simulator took.</param>
/// <param name="SimulatorSeconds">Processor time of the simulator.</param>
/// <param name="PeakResidentBytes">Largest resident set of the process, simulator included.</param>
/// <param name="BackendCalls">Calls to the backend, counted by AWS Batch's rules.</param>
/// <param name="Hours">Virtual time from the submission to the last fact.</param>
/// <param name="Attempts">Attempts that ended.</param>
/// <param name="Interrupted">Those that were cut off by the cloud.</param>
/// <param name="Slow">Those that a guard ended.</param>
/// <param name="PeakMachines">Most machines at a time.</param>
/// <param name="PeakVcpus">Most processors at a time.</param>
/// <param name="Dollars">What the machines cost.</param>
/// <param name="JournalBytes">Size of the journal at the end.</param>
/// <param name="Arrays">Arrays submitted.</param>
internal sealed record ReplayFigures(
    long Tasks, long Accepted, long Succeeded, double EngineSeconds, double SimulatorSeconds, long PeakResidentBytes, long BackendCalls,
    double Hours, long Attempts, long Interrupted, long Slow, int PeakMachines, long PeakVcpus, double Dollars, long JournalBytes, int Arrays);
