using HtcFlow.Aws.Batch;
using HtcFlow.Aws.Batch.Definitions;
using HtcFlow.Aws.Batch.Running;
using HtcFlow.AwsEmulator.Options;

namespace HtcFlow.Aws.Tests.Contracts;

public sealed class EmulatorBatchJobsContractTests : BatchJobsContract
{
    private EmulatorStand? _stand;
    private string _definition = "";

    protected override IBatchJobs Jobs => _stand!.Services.Jobs;

    protected override string Queue => "main";

    protected override string Definition => _definition;

    public override async ValueTask InitializeAsync()
    {
        // Nothing runs: there are no machines.
        var options = new EmulatorOptions();
        options.World.DefaultPoolVcpus = 0;
        _stand = await EmulatorStand.StartAsync(options);
        _definition = (await _stand.Services.Definitions.RegisterAsync(Sleeper("contract"), Token)).JobDefinitionArn;
    }

    public override async ValueTask DisposeAsync() => await _stand!.DisposeAsync();

    internal static RegisterRequest Sleeper(string name) => new()
    {
        JobDefinitionName = name,
        ContainerProperties = new ContainerProperties
        {
            Image = "busybox",
            Command = ["true"],
            ResourceRequirements = [new ResourceRequirement(ResourceKind.Vcpu, "1"), new ResourceRequirement(ResourceKind.Memory, "512")],
        },
    };
}
