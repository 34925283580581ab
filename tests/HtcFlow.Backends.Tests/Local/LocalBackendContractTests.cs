using HtcFlow.Core.Ports;

namespace HtcFlow.Backends.Tests.Local;

/// <summary>The contract, kept by the local backend with process descriptors.</summary>
public sealed class LocalBackendContractTests : BackendContract
{
    protected override Task<IBackendStage> OpenAsync() => Task.FromResult<IBackendStage>(new LocalStage(Slots).Open());

    protected override Task ReadyAsync(IBackendStage stage, JobHandle handle) =>
        Script.SoonAsync(() => ((LocalStage)stage).Starts.Count == Slots);
}
