namespace HtcFlow.Backends.Tests.Simulated;

/// <summary>The contract, kept by the in-memory twin.</summary>
public sealed class InMemoryBackendContractTests : BackendContract
{
    protected override StageAbility Abilities => StageAbility.All;

    protected override Task<IBackendStage> OpenAsync() => Task.FromResult<IBackendStage>(new InMemoryStage(Slots));
}
