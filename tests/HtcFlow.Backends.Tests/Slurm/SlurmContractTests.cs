using HtcFlow.Backends.Tests.Clusters;

namespace HtcFlow.Backends.Tests.Slurm;

/// <summary>The contract, kept on a real cluster: real slurmctld, real slurmd.</summary>
[Collection(nameof(Slurm))]
public sealed class SlurmContractTests : ClusterContract
{
    private protected override async Task<ClusterStage> OpenClusterAsync() => await SlurmStage.OpenAsync();
}
