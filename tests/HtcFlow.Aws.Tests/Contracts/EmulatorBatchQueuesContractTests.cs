using HtcFlow.Aws.Batch;

namespace HtcFlow.Aws.Tests.Contracts;

public sealed class EmulatorBatchQueuesContractTests : BatchQueuesContract
{
    private EmulatorStand? _stand;

    protected override IBatchQueues Queues => _stand!.Services.Queues;

    protected override IBatchRemovals Removals => _stand!.Services.Removals;

    public override async ValueTask InitializeAsync() => _stand = await EmulatorStand.StartAsync();

    public override async ValueTask DisposeAsync() => await _stand!.DisposeAsync();
}
