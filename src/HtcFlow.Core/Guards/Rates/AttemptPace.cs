namespace HtcFlow.Core.Guards.Rates;

/// <summary>How fast an attempt went; stands in its report, and is what siblings are compared with.</summary>
/// <param name="Bytes">Output bytes that appeared in this attempt.</param>
/// <param name="Steps">Times at which output was seen to appear or grow.</param>
/// <param name="Seconds">Time from the command's start to its end.</param>
/// <param name="BandwidthBytesPerSecond">Median memory bandwidth of the host; 0 when it was not measured.</param>
public sealed record AttemptPace(long Bytes, long Steps, double Seconds, double BandwidthBytesPerSecond);
