namespace HtcFlow.Runner.Guard;

/// <summary>What one run of the probe found.</summary>
/// <param name="BytesPerSecond">Best of its passes.</param>
/// <param name="HopNanoseconds">Time of one dependent load that no cache holds: some programs suffer from it long before bandwidth is used up.</param>
/// <param name="Cost">Processor time of the whole run, getting the memory included.</param>
internal readonly record struct BandwidthSample(double BytesPerSecond, double HopNanoseconds, TimeSpan Cost);
