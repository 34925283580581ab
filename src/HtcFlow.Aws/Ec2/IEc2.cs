namespace HtcFlow.Aws.Ec2;

/// <summary>The instances and the spot market of one account in one region.</summary>
/// <remarks>Owned by <see cref="AwsServices"/>; callers: any thread. Nothing is kept here. Fails with <see cref="Core.Ports.FaultException"/>.</remarks>
public interface IEc2
{
    /// <summary>Spot prices, newest first, page by page as they are taken; each holds until the next of the same type, zone and product.</summary>
    IAsyncEnumerable<SpotPrice> SpotPricesAsync(SpotPriceQuery query, CancellationToken cancellationToken);

    /// <summary>What types of instances have; a name that does not exist fails the call.</summary>
    /// <param name="names">Names such as <c>c5.4xlarge</c>; none for all.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task<IReadOnlyList<Ec2InstanceType>> InstanceTypesAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken);

    /// <summary>Instances, page by page as they are taken; terminated ones stay visible for about an hour.</summary>
    IAsyncEnumerable<Ec2Instance> InstancesAsync(InstanceQuery query, CancellationToken cancellationToken);

    /// <summary>The zones of subnets, by their ids; an id that does not exist fails the call.</summary>
    /// <param name="subnets">Ids.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task<IReadOnlyDictionary<string, string>> SubnetZonesAsync(IReadOnlyCollection<string> subnets, CancellationToken cancellationToken);

    /// <summary>Terminates instances, all or none; repeating it does no harm.</summary>
    /// <param name="ids">Ids.</param>
    /// <param name="dryRun">Whether only to ask if it is allowed, which ends with no changes or with a fault of kind Denied.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task<IReadOnlyList<InstanceChange>> TerminateInstancesAsync(IReadOnlyCollection<string> ids, bool dryRun, CancellationToken cancellationToken);
}
