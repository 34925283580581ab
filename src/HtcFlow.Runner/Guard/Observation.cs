namespace HtcFlow.Runner.Guard;

/// <summary>What is known of a running command at one moment.</summary>
/// <param name="Elapsed">Time since its start.</param>
/// <param name="LastProgress">When, counted from its start, an output or checkpoint last appeared or grew; zero at first.</param>
internal readonly record struct Observation(TimeSpan Elapsed, TimeSpan LastProgress);
