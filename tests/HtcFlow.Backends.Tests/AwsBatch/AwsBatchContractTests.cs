namespace HtcFlow.Backends.Tests.AwsBatch;

/// <summary>The contract, kept before the emulator of AWS Batch: over HTTP, with signatures; successes are counted and not named.</summary>
public sealed class AwsBatchContractTests : BackendContract
{
    protected override StageAbility Abilities => StageAbility.Script | StageAbility.IsRemote;

    protected override async Task<IBackendStage> OpenAsync() => await AwsBatchStage.OpenAsync(Slots);
}
