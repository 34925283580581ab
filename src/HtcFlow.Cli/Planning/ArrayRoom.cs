using HtcFlow.Core.Campaigns;

namespace HtcFlow.Cli.Planning;

/// <summary>How large one array job may be, and over how many slots the last tasks of a stage are spread.</summary>
/// <param name="MaxElements">Most elements of one array.</param>
/// <param name="Slots">Elements that run at a time; 0 when unknown.</param>
internal sealed record ArrayRoom(int MaxElements, int Slots)
{
    /// <summary>Room on a backend, without opening it: a dry run touches nothing.</summary>
    /// <remarks>10,000: the local backend's limit and AWS Batch's; Grid Engine and Slurm are asked for no more than that.</remarks>
    public static ArrayRoom On(BackendSpec backend) =>
        new(10_000, backend.Kind == Composition.LocalKind ? Composition.SlotsOf(backend) : 0);
}
