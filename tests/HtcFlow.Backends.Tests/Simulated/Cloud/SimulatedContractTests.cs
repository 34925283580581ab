namespace HtcFlow.Backends.Tests.Simulated.Cloud;

/// <summary>The contract, kept by the simulated cloud; what an element does there follows from its world and not from a script.</summary>
public sealed class SimulatedContractTests : BackendContract
{
    protected override StageAbility Abilities => StageAbility.None;

    protected override Task<IBackendStage> OpenAsync() => Task.FromResult<IBackendStage>(new SimulatedStage(Slots));
}
