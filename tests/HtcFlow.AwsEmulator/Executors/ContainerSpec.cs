namespace HtcFlow.AwsEmulator.Executors;

/// <summary>What a job definition and a job's overrides make of a container.</summary>
/// <param name="Image">Image.</param>
/// <param name="Command">Command with parameters filled in.</param>
/// <param name="Environment">Variables of the definition and the job.</param>
/// <param name="Vcpus">vCPUs.</param>
/// <param name="MemoryMib">Memory in MiB.</param>
public sealed record ContainerSpec(
    string Image, IReadOnlyList<string> Command, IReadOnlyDictionary<string, string> Environment, int Vcpus, int MemoryMib)
{
    /// <summary>Directories of the host, and where the container has them.</summary>
    public IReadOnlyList<(string Host, string Container)> Mounts { get; init; } = [];
}
