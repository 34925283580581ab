using HtcFlow.Aws;
using HtcFlow.Aws.Account;
using HtcFlow.Backends.AwsBatch;
using HtcFlow.Cli.Machine;
using HtcFlow.Cli.Output;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Wire;

namespace HtcFlow.Cli.Aws.Visit;

/// <summary>Looks at accounts of AWS as a campaign would use them; submits, starts and changes nothing but one object of the store.</summary>
internal static class AwsVisit
{
    // Clients correct their signatures by what the services say; other programs on this machine do not.
    private static readonly TimeSpan s_bearable = TimeSpan.FromMinutes(1);

    /// <summary>Looks at the targets of a campaign, and at its store.</summary>
    /// <param name="context">The world of the command.</param>
    /// <param name="backend">The backend.</param>
    /// <param name="store">The campaign's store; null when none is known.</param>
    /// <param name="calibrates">Whether queues for calibrations are to be made too.</param>
    public static async Task<IReadOnlyList<Finding>> OfAsync(CommandContext context, BackendSpec backend, string? store, bool calibrates)
    {
        AwsBatchOptions all = AwsBatchSetup.Of(context, backend);
        (string Name, AwsBatchOptions Options)[] places = all.Targets.Count == 0 ? [("", all)] : [.. all.Targets.Select(static target => (target.Key, target.Value))];
        var findings = new List<Finding>();
        var regions = new HashSet<string>(StringComparer.Ordinal);
        foreach (var account in places.GroupBy(static place => (place.Options.Profile, place.Options.Region, place.Options.Endpoint)))
        {
            try
            {
                AwsServices services = context.Parts.OpenAws(context, account.First().Options);
                regions.Add(services.Region);
                findings.AddRange(await OfAccountAsync(context, services, [.. account], calibrates));
            }
            catch (FaultException fault)
            {
                findings.Add(FaultFinding.Of(account.First().Name, "account", fault));
            }
        }

        return store is null ? findings : [.. findings, .. await StoreOfAsync(context, store, regions)];
    }

    private static async Task<List<Finding>> OfAccountAsync(CommandContext context, AwsServices services, IReadOnlyList<(string Name, AwsBatchOptions Options)> places, bool calibrates)
    {
        CallerIdentity caller = await services.Account.CallerAsync(context.Stop);
        string target = places[0].Name;
        List<Finding> findings =
        [
            new(FaultFinding.Name(target, "account"), Finding.Ok, $"{caller.Account} as {caller.Arn}, region {services.Region}", ""),
            ClockOf(services.Meter.ClockAhead, target),
        ];
        var visit = new PlaceVisit(services, context.Stop);
        var queues = new List<QueueState>();
        foreach ((string name, AwsBatchOptions options) in places)
        {
            QueueState? queue = await visit.QueueAsync(name, options, findings);
            queues.AddRange(queue is null ? [] : [queue]);
            findings.AddRange(await visit.ImageAsync(name, options));
            findings.AddRange(await new PermissionVisit(services, caller, calibrates).OfAsync(name, options, queue, context.Stop));
        }

        var environments = queues.SelectMany(static queue => queue.Environments).DistinctBy(static e => e.ComputeEnvironmentArn).ToList();
        findings.AddRange(await new QuotaVisit(services, target, context.Stop).OfAsync(environments));
        return findings;
    }

    private static Finding ClockOf(TimeSpan ahead, string target) => Finding.If(
        ahead.Duration() < s_bearable, FaultFinding.Name(target, "clock at AWS"), $"differs by {Amounts.Duration(ahead.Duration())}", Finding.Advice,
        "timedatectl set-ntp true   (htcflow signs by AWS's clock, other programs here do not)");

    private static async Task<IReadOnlyList<Finding>> StoreOfAsync(CommandContext context, string store, IReadOnlyCollection<string> regions) =>
        store.StartsWith(S3Address.Scheme, StringComparison.Ordinal)
            ? await StoreVisit.OfAsync(context, store, regions)
            : [new Finding("store there", Finding.Missing, $"{store} is a directory of this machine, which containers on AWS cannot reach", "write store: s3://bucket/prefix into the campaign file")];
}
