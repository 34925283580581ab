using HtcFlow.Aws.Account;
using HtcFlow.Aws.Batch.Queues;
using HtcFlow.Core.Ports;

namespace HtcFlow.Aws.Memory;

/// <summary>An account in memory that allows everything but what a test takes away.</summary>
/// <remarks>Set it up before it is asked; callers then: any thread.</remarks>
public sealed class MemoryAwsAccount : IAwsAccount
{
    /// <summary>Counts calls and has some fail.</summary>
    public MemoryWeather Weather { get; } = new();

    /// <summary>Who asks.</summary>
    public CallerIdentity Caller { get; set; } = new("123456789012", "arn:aws:iam::123456789012:user/somebody", "AIDAEXAMPLE");

    /// <summary>Quotas by <c>service/code</c>.</summary>
    public IDictionary<string, ServiceQuota> Quotas { get; } = new Dictionary<string, ServiceQuota>();

    /// <summary>Images by their names.</summary>
    public IDictionary<ImageName, RegistryImage> Images { get; } = new Dictionary<ImageName, RegistryImage>();

    /// <summary>Actions that are not allowed.</summary>
    public ISet<string> Forbidden { get; } = new HashSet<string>();

    /// <summary>Metadata options by id or name of launch templates.</summary>
    public IDictionary<string, MetadataOptions> Templates { get; } = new Dictionary<string, MetadataOptions>();

    /// <inheritdoc/>
    public Task<CallerIdentity> CallerAsync(CancellationToken cancellationToken)
    {
        Weather.OnCall("GetCallerIdentity", "")();
        return Task.FromResult(Caller);
    }

    /// <inheritdoc/>
    public Task<ServiceQuota> QuotaAsync(string service, string code, CancellationToken cancellationToken)
    {
        Weather.OnCall("GetServiceQuota", code)();
        return Quotas.TryGetValue(service + "/" + code, out ServiceQuota? quota)
            ? Task.FromResult(quota)
            : throw new FaultException(FaultKind.Gone, "GetServiceQuota", service + "/" + code, "there is no such quota");
    }

    /// <inheritdoc/>
    public Task<RegistryImage> ImageAsync(ImageName image, CancellationToken cancellationToken)
    {
        Weather.OnCall("DescribeImages", image.Repository)();
        return Images.TryGetValue(image, out RegistryImage? found)
            ? Task.FromResult(found)
            : throw new FaultException(FaultKind.Gone, "DescribeImages", image.Repository, "there is no such image");
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<PermissionVerdict>> SimulateAsync(
        string principalArn, IReadOnlyCollection<string> actions, IReadOnlyCollection<string> resources, CancellationToken cancellationToken)
    {
        Weather.OnCall("SimulatePrincipalPolicy", principalArn)();
        return Task.FromResult<IReadOnlyList<PermissionVerdict>>(
            [.. from action in actions
                from resource in resources.DefaultIfEmpty("*")
                select new PermissionVerdict(action, resource, Forbidden.Contains(action) ? "implicitDeny" : "allowed")]);
    }

    /// <inheritdoc/>
    public Task<MetadataOptions> MetadataOptionsAsync(LaunchTemplate template, CancellationToken cancellationToken)
    {
        Weather.OnCall("DescribeLaunchTemplateVersions", template.LaunchTemplateId ?? template.LaunchTemplateName ?? "")();
        return Templates.TryGetValue(template.LaunchTemplateId ?? template.LaunchTemplateName ?? "", out MetadataOptions? options)
            ? Task.FromResult(options)
            : throw new FaultException(FaultKind.Gone, "DescribeLaunchTemplateVersions", template.LaunchTemplateId ?? template.LaunchTemplateName ?? "", "there is no such template");
    }
}
