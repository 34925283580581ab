using HtcFlow.Aws.Batch.Queues;

namespace HtcFlow.Aws.Account;

/// <summary>What a check before a campaign asks an account.</summary>
/// <remarks>Owned by <see cref="AwsServices"/>; callers: any thread. Reads only, keeps nothing. Fails with <see cref="Core.Ports.FaultException"/>.</remarks>
public interface IAwsAccount
{
    /// <summary>Who the credentials belong to; needs no permission.</summary>
    Task<CallerIdentity> CallerAsync(CancellationToken cancellationToken);

    /// <summary>A quota as it is applied to the account, or the default where none is.</summary>
    /// <param name="service">For example <c>ec2</c>.</param>
    /// <param name="code">For example <c>L-34B43A08</c>, the virtual processors of standard spot instances.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task<ServiceQuota> QuotaAsync(string service, string code, CancellationToken cancellationToken);

    /// <summary>An image of a registry of ECR; a fault of kind Gone when there is none.</summary>
    Task<RegistryImage> ImageAsync(ImageName image, CancellationToken cancellationToken);

    /// <summary>Whether the policies of a user or role allow actions, without trying them.</summary>
    /// <param name="principalArn">ARN of the user or role; sessions of a role go by the role's.</param>
    /// <param name="actions">For example <c>batch:SubmitJob</c>.</param>
    /// <param name="resources">ARNs; none for all resources.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task<IReadOnlyList<PermissionVerdict>> SimulateAsync(
        string principalArn, IReadOnlyCollection<string> actions, IReadOnlyCollection<string> resources, CancellationToken cancellationToken);

    /// <summary>What a launch template says of instance metadata; a fault of kind Gone when there is none.</summary>
    Task<MetadataOptions> MetadataOptionsAsync(LaunchTemplate template, CancellationToken cancellationToken);
}
