using HtcFlow.Aws.Batch;
using HtcFlow.Aws.Memory;

namespace HtcFlow.Aws.Tests.Contracts;

public sealed class MemoryBatchDefinitionsContractTests : BatchDefinitionsContract
{
    protected override IBatchDefinitions Definitions { get; } = new MemoryBatchDefinitions();

    public override ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
