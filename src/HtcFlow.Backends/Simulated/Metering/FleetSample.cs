namespace HtcFlow.Backends.Simulated.Metering;

/// <summary>What was rented and used at a time.</summary>
/// <param name="At">Time from the begin of the simulation.</param>
/// <param name="Machines">Machines rented.</param>
/// <param name="Vcpus">Their processors.</param>
/// <param name="BusyVcpus">Those with an element.</param>
public readonly record struct FleetSample(TimeSpan At, int Machines, long Vcpus, long BusyVcpus);
