namespace HtcFlow.AwsEmulator.World;

/// <summary>A type of instance.</summary>
/// <param name="Name">Name such as <c>c5.xlarge</c>.</param>
/// <param name="Vcpus">vCPUs.</param>
/// <param name="MemoryMib">Memory.</param>
/// <param name="Price">On-demand dollars an hour in us-east-1 for Linux.</param>
/// <param name="Family">What all sizes share.</param>
internal sealed record InstanceType(string Name, int Vcpus, int MemoryMib, decimal Price, InstanceFamily Family);
