using System.Runtime.CompilerServices;
using HtcFlow.Aws.Ec2;

namespace HtcFlow.Cli.Tests.Costs;

/// <summary>An account that takes requests and does not answer.</summary>
internal sealed class SilentEc2 : IEc2
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when it was asked for instances.</summary>
    public Task Asked => _asked.Task;

    public IAsyncEnumerable<SpotPrice> SpotPricesAsync(SpotPriceQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<Ec2InstanceType>> InstanceTypesAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyDictionary<string, string>> SubnetZonesAsync(IReadOnlyCollection<string> subnets, CancellationToken cancellationToken) => throw new NotSupportedException();

    public async IAsyncEnumerable<Ec2Instance> InstancesAsync(InstanceQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _asked.TrySetResult();
        await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
        yield break;
    }

    public Task<IReadOnlyList<InstanceChange>> TerminateInstancesAsync(IReadOnlyCollection<string> ids, bool dryRun, CancellationToken cancellationToken) => throw new NotSupportedException();
}
