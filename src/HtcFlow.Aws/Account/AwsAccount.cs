using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Xml.Linq;
using HtcFlow.Aws.Account.Wire;
using HtcFlow.Aws.Batch.Queues;
using HtcFlow.Aws.Calls;
using HtcFlow.Aws.Ec2;
using HtcFlow.Core.Ports;

namespace HtcFlow.Aws.Account;

/// <summary>An account by way of its services.</summary>
internal sealed class AwsAccount(AwsCallers callers) : IAwsAccount
{
    private const string StsVersion = "2011-06-15";
    private const string IamVersion = "2010-05-08";

    /// <inheritdoc/>
    public async Task<CallerIdentity> CallerAsync(CancellationToken cancellationToken)
    {
        var sts = new QueryCaller(callers.Of(AwsService.Sts), StsVersion);
        XElement reply = await sts.SendAsync("GetCallerIdentity", "credentials", sts.Form("GetCallerIdentity"), cancellationToken);
        XElement? result = reply.Child("GetCallerIdentityResult");
        return new CallerIdentity(result.Text("Account"), result.Text("Arn"), result.Text("UserId"));
    }

    /// <inheritdoc/>
    public async Task<ServiceQuota> QuotaAsync(string service, string code, CancellationToken cancellationToken)
    {
        try
        {
            return await QuotaAsync("GetServiceQuota", service, code, isDefault: false, cancellationToken);
        }
        catch (FaultException e) when (e.Kind == FaultKind.Gone)
        {
            // An account that never asked for more may have no quota of its own.
            return await QuotaAsync("GetAWSDefaultServiceQuota", service, code, isDefault: true, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async Task<RegistryImage> ImageAsync(ImageName image, CancellationToken cancellationToken)
    {
        var body = new ImagesBody(
            image.Registry.Length > 0 ? image.Registry : null, image.Repository,
            [new ImageId(image.Digest.Length > 0 ? null : image.Tag, image.Digest.Length > 0 ? image.Digest : null)]);
        ImagesReply reply = await SendAsync(
            callers.Of(AwsService.Ecr, image.Region), "AmazonEC2ContainerRegistry_V20150921", "DescribeImages", image.Repository, body,
            AccountJson.Default.ImagesBody, AccountJson.Default.ImagesReply, cancellationToken);
        return reply.ImageDetails is [var row, ..]
            ? new RegistryImage(
                row.ImageDigest ?? "", row.ImageTags ?? [], row.ImageSizeInBytes,
                row.ImagePushedAt is { } seconds ? DateTimeOffset.UnixEpoch + TimeSpan.FromSeconds(seconds) : null)
            : throw new FaultException(FaultKind.Gone, "ecr:DescribeImages", image.Repository, "there is no such image");
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<PermissionVerdict>> SimulateAsync(
        string principalArn, IReadOnlyCollection<string> actions, IReadOnlyCollection<string> resources, CancellationToken cancellationToken)
    {
        var iam = new QueryCaller(callers.Of(AwsService.Iam), IamVersion);
        var verdicts = new List<PermissionVerdict>();
        string? marker = null;
        do
        {
            QueryForm form = iam.Form("SimulatePrincipalPolicy")
                .Add("PolicySourceArn", principalArn)
                .Add("ActionNames.member", actions)
                .Add("ResourceArns.member", resources)
                .Add("Marker", marker);
            XElement reply = await iam.SendAsync("SimulatePrincipalPolicy", principalArn, form, cancellationToken);
            XElement? result = reply.Child("SimulatePrincipalPolicyResult");
            verdicts.AddRange(result.Items("EvaluationResults").SelectMany(Verdicts));
            marker = result.Text("IsTruncated") == "true" ? result.Text("Marker") : null;
        }
        while (marker is not null);

        return verdicts;
    }

    /// <inheritdoc/>
    public async Task<MetadataOptions> MetadataOptionsAsync(LaunchTemplate template, CancellationToken cancellationToken)
    {
        var ec2 = new QueryCaller(callers.Of(AwsService.Ec2), Ec2Client.Version);
        string name = template.LaunchTemplateId ?? template.LaunchTemplateName ?? "";
        XElement reply = await ec2.SendAsync(
            "DescribeLaunchTemplateVersions", name,
            ec2.Form("DescribeLaunchTemplateVersions")
                .Add("LaunchTemplateId", template.LaunchTemplateId)
                .Add("LaunchTemplateName", template.LaunchTemplateId is null ? template.LaunchTemplateName : null)
                .Add("LaunchTemplateVersion", [template.Version ?? "$Default"]),
            cancellationToken);
        XElement version = reply.Items("launchTemplateVersionSet").FirstOrDefault()
            ?? throw new FaultException(FaultKind.Gone, "ec2:DescribeLaunchTemplateVersions", name, "there is no such version of the launch template");
        XElement? data = version.Child("launchTemplateData");
        XElement? options = data.Child("metadataOptions");
        return new MetadataOptions(
            Given(options.Text("httpTokens")), options.Number("httpPutResponseHopLimit") is var hops and > 0 ? (int)hops : null, Given(options.Text("httpEndpoint")))
        {
            VolumeGibibytes = data.Items("blockDeviceMappingSet").Sum(static device => device.Child("ebs").Number("volumeSize")),
        };
    }

    private async Task<ServiceQuota> QuotaAsync(string operation, string service, string code, bool isDefault, CancellationToken cancellationToken)
    {
        QuotaReply reply = await SendAsync(
            callers.Of(AwsService.Quotas), "ServiceQuotasV20190624", operation, $"{service}/{code}", new QuotaBody(service, code),
            AccountJson.Default.QuotaBody, AccountJson.Default.QuotaReply, cancellationToken);
        return reply.Quota is { } quota
            ? new ServiceQuota(quota.QuotaName ?? code, quota.Value, quota.Unit ?? "None", quota.Adjustable, isDefault)
            : throw new FaultException(FaultKind.Gone, $"servicequotas:{operation}", $"{service}/{code}", "there is no such quota");
    }

    private static async Task<TReply> SendAsync<TRequest, TReply>(
        AwsCaller caller, string target, string operation, string subject, TRequest request, JsonTypeInfo<TRequest> requestType, JsonTypeInfo<TReply> replyType,
        CancellationToken cancellationToken)
    {
        byte[] reply = await caller.SendAsync(
            new AwsCall
            {
                Operation = operation,
                Subject = subject,
                ContentType = "application/x-amz-json-1.1",
                Target = $"{target}.{operation}",
                Body = JsonSerializer.SerializeToUtf8Bytes(request, requestType),
            },
            cancellationToken);
        try
        {
            return JsonSerializer.Deserialize(reply, replyType) ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw new FaultException(
                FaultKind.Transient, $"{caller.Place.Service}:{operation}", subject, $"{caller.Place.Host} gave a reply that is not AWS's; check the endpoint", e);
        }
    }

    // Where several resources were asked about, each has a verdict of its own below the action's.
    private static IEnumerable<PermissionVerdict> Verdicts(XElement result)
    {
        string action = result.Text("EvalActionName");
        XElement[] single = [.. result.Items("ResourceSpecificResults")];
        return single.Length > 1
            ? single.Select(row => new PermissionVerdict(action, row.Text("EvalResourceName"), row.Text("EvalResourceDecision")))
            : [new PermissionVerdict(action, result.Text("EvalResourceName") is { Length: > 0 } resource ? resource : "*", result.Text("EvalDecision"))];
    }

    private static string? Given(string text) => text.Length == 0 ? null : text;
}
