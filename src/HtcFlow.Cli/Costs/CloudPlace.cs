using HtcFlow.Aws;
using HtcFlow.Aws.Ec2;
using HtcFlow.Backends.AwsBatch;
using HtcFlow.Cli.Aws;
using HtcFlow.Core.Campaigns;

namespace HtcFlow.Cli.Costs;

/// <summary>An account in a region in which a campaign has instances.</summary>
/// <param name="Region">Region, behind its account's profile where that is named.</param>
/// <param name="Ec2">What tells of its instances and prices.</param>
internal sealed record CloudPlace(string Region, IEc2 Ec2)
{
    /// <summary>The places of a campaign's targets; none where it runs on no cloud.</summary>
    /// <exception cref="Core.Ports.FaultException">No region is set.</exception>
    public static IReadOnlyList<CloudPlace> OpenAll(CommandContext context, CampaignSpec spec)
    {
        if (spec.Backend.Kind != AwsBatchSetup.Kind)
        {
            return [];
        }

        AwsBatchOptions options = AwsBatchSetup.Of(context, spec.Backend);
        IEnumerable<AwsBatchOptions> targets = options.Targets.Count > 0 ? options.Targets.Values : [options];
        return [.. targets.DistinctBy(target => (target.Region, target.Profile, target.Endpoint)).Select(target => Open(context, target))];
    }

    private static CloudPlace Open(CommandContext context, AwsBatchOptions options)
    {
        AwsServices services = AwsBatchSetup.Services(context, options);

        // Two accounts may have the same region: what one does not list is not gone from the other.
        return new CloudPlace(options.Profile.Length == 0 ? services.Region : $"{options.Profile}/{services.Region}", services.Ec2);
    }
}
