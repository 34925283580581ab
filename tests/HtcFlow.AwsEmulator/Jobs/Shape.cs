namespace HtcFlow.AwsEmulator.Jobs;

/// <summary>What an element needs of a machine.</summary>
internal readonly record struct Shape(int Vcpus, int MemoryMib);
