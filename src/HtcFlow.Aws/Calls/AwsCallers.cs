using System.Collections.Concurrent;
using HtcFlow.Aws.Calls.Errors;
using HtcFlow.Aws.Calls.Pace;
using HtcFlow.Aws.Identity;
using HtcFlow.Aws.Signing;

namespace HtcFlow.Aws.Calls;

/// <summary>The callers of one account; each service has one a region, with a pace and a clock of its own.</summary>
/// <remarks>Callers: any thread.</remarks>
internal sealed class AwsCallers(AwsOptions options, AwsSettings settings, CallerParts parts)
{
    /// <summary>Of the services that are asked now and then; their limits are between 5 and 20 a second.</summary>
    private const double SeldomRate = 5;

    private readonly ConcurrentDictionary<(AwsService Service, string Region), AwsCaller> _callers = new();

    /// <summary>The region of the account's ports.</summary>
    public string Region { get; } = settings.Region;

    /// <summary>The caller of a service.</summary>
    /// <param name="service">The service.</param>
    /// <param name="region">Region; null or empty for the account's.</param>
    public AwsCaller Of(AwsService service, string? region = null) =>
        _callers.GetOrAdd((service, string.IsNullOrEmpty(region) ? Region : region), Open);

    private AwsCaller Open((AwsService Service, string Region) which)
    {
        (AwsService service, string region) = which;
        Uri? own = settings.OwnAddress(service);
        double rate = service == AwsService.Batch ? options.BatchRate : service == AwsService.Ec2 ? options.Ec2Rate : SeldomRate;
        return new AwsCaller(
            new AwsPlace(service.Name, region, own ?? AwsSettings.Address(service, region), own is not null),
            new SigningScope(AwsSettings.SigningRegion(service, region), service.SigningName),
            parts,
            new CallPace(rate, parts.Time));
    }
}
