using HtcFlow.Aws.Batch;
using HtcFlow.Aws.Memory;

namespace HtcFlow.Aws.Tests.Contracts;

public sealed class MemoryBatchQueuesContractTests : BatchQueuesContract
{
    private readonly MemoryBatchQueues _queues = new();

    protected override IBatchQueues Queues => _queues;

    protected override IBatchRemovals Removals => _queues;

    public override ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
