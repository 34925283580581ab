using HtcFlow.Backends.Tests.Clusters;
using HtcFlow.Testing.GridEngine;

namespace HtcFlow.Backends.Tests.GridEngine;

/// <summary>The contract, kept on a real cell: real qmaster, real execution daemon.</summary>
[Collection(nameof(GridEngine))]
public sealed class GridEngineContractTests : ClusterContract
{
    private protected override async Task<ClusterStage> OpenClusterAsync() => await GridEngineStage.OpenAsync(GridCell.Shared);
}
