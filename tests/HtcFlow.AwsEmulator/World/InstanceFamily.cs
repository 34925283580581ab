namespace HtcFlow.AwsEmulator.World;

/// <summary>What all sizes of a family share.</summary>
/// <param name="Name">Name such as <c>c5</c>.</param>
/// <param name="Maker">Maker of the processor.</param>
/// <param name="Architecture">x86_64 or arm64.</param>
/// <param name="ClockGhz">Sustained clock.</param>
/// <param name="GibPerVcpu">Memory a vCPU.</param>
/// <param name="DollarsPerVcpu">On-demand dollars a vCPU and hour in us-east-1.</param>
/// <param name="ThreadsPerCore">Threads a core.</param>
/// <param name="HasDisk">Whether it has instance storage.</param>
internal sealed record InstanceFamily(
    string Name, string Maker, string Architecture, double ClockGhz, int GibPerVcpu, decimal DollarsPerVcpu, int ThreadsPerCore, bool HasDisk);
