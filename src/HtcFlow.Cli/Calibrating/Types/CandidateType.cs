using System.Text.Json.Serialization;

namespace HtcFlow.Cli.Calibrating.Types;

/// <summary>A type of instances that takes part.</summary>
/// <param name="Name">For example <c>c5.4xlarge</c>.</param>
/// <param name="Vcpus">Virtual processors.</param>
/// <param name="MemoryMebibytes">Memory.</param>
/// <param name="Slots">Tasks that fit into one at a time.</param>
/// <param name="PerHour">Mean dollars an hour on the spot market.</param>
/// <param name="Zones">Zones over which that mean goes.</param>
internal sealed record CandidateType(string Name, int Vcpus, long MemoryMebibytes, int Slots, double PerHour, IReadOnlyList<string> Zones)
{
    /// <summary>The name as stages, targets and queues can have it.</summary>
    [JsonIgnore]
    public string Label => Name.Replace('.', '-');
}
