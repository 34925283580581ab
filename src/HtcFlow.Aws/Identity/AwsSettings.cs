using Amazon;
using Amazon.Runtime.CredentialManagement;
using HtcFlow.Aws.Calls;
using HtcFlow.Core.Ports;

namespace HtcFlow.Aws.Identity;

/// <summary>Region and addresses, by option, environment and profile, in the order of the AWS tools.</summary>
/// <param name="options">What the caller says.</param>
/// <param name="environment">Gives a variable of the environment.</param>
/// <param name="instanceRegion">Asks the instance for its region; null if there is none. Called last, if at all.</param>
internal sealed class AwsSettings(AwsOptions options, Func<string, string?> environment, Func<string?> instanceRegion)
{
    private readonly Lazy<CredentialProfile?> _profile = new(() => Find(options.Profile ?? Variable(environment, "AWS_PROFILE") ?? "default"));

    private readonly Lazy<string?> _instance = new(instanceRegion);

    /// <summary>The region.</summary>
    /// <exception cref="FaultException">Nobody says one.</exception>
    public string Region => Given(options.Region) ?? Variable("AWS_REGION") ?? Variable("AWS_DEFAULT_REGION") ?? Given(_profile.Value?.Region?.SystemName)
        ?? Given(_instance.Value)
        ?? throw new FaultException(
            FaultKind.Broken, "find region", options.Profile ?? "default", "no region is set; name one, set AWS_REGION, or run `aws configure`");

    /// <summary>The address that settings give a service; null for AWS's own.</summary>
    public Uri? OwnAddress(AwsService service)
    {
        if (options.Endpoint is { } named)
        {
            return named;
        }

        if (IsTrue(Variable("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS")) || _profile.Value?.IgnoreConfiguredEndpointUrls == true)
        {
            return null;
        }

        return Address("AWS_ENDPOINT_URL_" + service.Setting, Variable("AWS_ENDPOINT_URL_" + service.Setting))
            ?? Address("AWS_ENDPOINT_URL", Variable("AWS_ENDPOINT_URL"))
            ?? Address("endpoint_url of the profile's services section", OfServices(service))
            ?? Address("endpoint_url of the profile", _profile.Value?.EndpointUrl);
    }

    /// <summary>AWS's own address of a service.</summary>
    public static Uri Address(AwsService service, string region)
    {
        string suffix = RegionEndpoint.GetBySystemName(region).PartitionDnsSuffix;
        return new Uri(service == AwsService.Iam ? $"https://{IamHost(region, suffix)}/" : $"https://{service.HostPrefix}.{region}.{suffix}/");
    }

    /// <summary>Region that a service's signatures name: IAM has one for a whole partition.</summary>
    public static string SigningRegion(AwsService service, string region) => service != AwsService.Iam
        ? region
        : region switch
        {
            _ when region.StartsWith("cn-", StringComparison.Ordinal) => "cn-north-1",
            _ when region.StartsWith("us-gov-", StringComparison.Ordinal) => "us-gov-west-1",
            _ => "us-east-1",
        };

    private static string IamHost(string region, string suffix) => region switch
    {
        _ when region.StartsWith("cn-", StringComparison.Ordinal) => $"iam.cn-north-1.{suffix}",
        _ when region.StartsWith("us-gov-", StringComparison.Ordinal) => $"iam.us-gov.{suffix}",
        _ => $"iam.{suffix}",
    };

    // The SDK reads these sections, but shows them to its own clients only.
    private string? OfServices(AwsService service)
    {
        if (_profile.Value?.Services is not { Length: > 0 } section)
        {
            return null;
        }

        string path = Variable("AWS_CONFIG_FILE") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".aws", "config");
        return File.Exists(path) ? ServicesSection.Address(File.ReadLines(path), section, service.Setting.ToLowerInvariant()) : null;
    }

    private static Uri? Address(string setting, string? text) => Given(text) is not { } address
        ? null
        : Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0
        ? uri
        : throw new FaultException(FaultKind.Broken, "find endpoint", setting, "it is no address; write one such as https://host:port, without a user's name");

    private static CredentialProfile? Find(string name) => new CredentialProfileStoreChain().TryGetProfile(name, out CredentialProfile found) ? found : null;

    private string? Variable(string name) => Variable(environment, name);

    private static string? Variable(Func<string, string?> environment, string name) => Given(environment(name));

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static bool IsTrue(string? text) => string.Equals(text, "true", StringComparison.OrdinalIgnoreCase);
}
