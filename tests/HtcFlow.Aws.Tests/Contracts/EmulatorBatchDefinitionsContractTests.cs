using HtcFlow.Aws.Batch;

namespace HtcFlow.Aws.Tests.Contracts;

public sealed class EmulatorBatchDefinitionsContractTests : BatchDefinitionsContract
{
    private EmulatorStand? _stand;

    protected override IBatchDefinitions Definitions => _stand!.Services.Definitions;

    public override async ValueTask InitializeAsync() => _stand = await EmulatorStand.StartAsync();

    public override async ValueTask DisposeAsync() => await _stand!.DisposeAsync();
}
