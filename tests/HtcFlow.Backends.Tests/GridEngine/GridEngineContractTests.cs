using HtcFlow.Core.Ports;

namespace HtcFlow.Backends.Tests.GridEngine;

/// <summary>The contract, kept on a real cell: real qmaster, real execution daemon.</summary>
[Collection(nameof(GridEngine))]
public sealed class GridEngineContractTests : BackendContract
{
    protected override async Task<IBackendStage> OpenAsync() => await GridEngineStage.OpenAsync();

    protected override Task ReadyAsync(IBackendStage stage, JobHandle handle) => ((GridEngineStage)stage).HeldAsync(1, 2);
}
