using HtcFlow.Aws.Batch;
using HtcFlow.Aws.Memory;
using HtcFlow.Testing;

namespace HtcFlow.Aws.Tests.Contracts;

public sealed class MemoryBatchJobsContractTests : BatchJobsContract
{
    protected override IBatchJobs Jobs { get; } = new MemoryBatchJobs(new FakeTimeProvider());

    protected override string Queue => "q";

    protected override string Definition => "d:1";

    public override ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
