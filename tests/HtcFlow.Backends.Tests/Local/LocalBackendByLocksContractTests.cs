using HtcFlow.Core.Ports;

namespace HtcFlow.Backends.Tests.Local;

/// <summary>The contract, kept by the local backend on a kernel without process descriptors.</summary>
public sealed class LocalBackendByLocksContractTests : BackendContract
{
    protected override Task<IBackendStage> OpenAsync() => Task.FromResult<IBackendStage>(
        new LocalStage(Slots, change: static o => o with { UseProcessDescriptors = false }).Open());

    protected override Task ReadyAsync(IBackendStage stage, JobHandle handle) =>
        Script.SoonAsync(() => ((LocalStage)stage).Starts.Count == Slots);
}
