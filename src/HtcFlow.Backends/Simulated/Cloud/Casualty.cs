namespace HtcFlow.Backends.Simulated.Cloud;

/// <summary>An element that did not end with 0, in 12 bytes.</summary>
/// <param name="Element">Element.</param>
/// <param name="Machine">Number of its machine; 0 for none.</param>
/// <param name="Exit">Exit code; -1 when nobody knows it.</param>
/// <param name="State">How it ended.</param>
internal readonly record struct Casualty(int Element, int Machine, short Exit, ElementState State);
