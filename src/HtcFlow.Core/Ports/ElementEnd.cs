namespace HtcFlow.Core.Ports;

/// <summary>What a backend knows about an element that did not end with exit code 0.</summary>
/// <param name="Element">Element, from 0.</param>
/// <param name="Exit">Exit code, 128 + signal for a killed one, or -1 when the backend does not know.</param>
/// <param name="Reason">The backend's own words, one line; may be empty.</param>
/// <param name="Host">Host it ran on; empty when the backend does not say.</param>
public sealed record ElementEnd(int Element, int Exit, string Reason, string Host = "");
