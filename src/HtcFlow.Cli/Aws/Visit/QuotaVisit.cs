using System.Globalization;
using HtcFlow.Aws;
using HtcFlow.Aws.Account;
using HtcFlow.Aws.Batch.Queues;
using HtcFlow.Aws.Ec2;
using HtcFlow.Cli.Machine;
using HtcFlow.Cli.Output;
using HtcFlow.Core.Ports;

namespace HtcFlow.Cli.Aws.Visit;

/// <summary>Compares what compute environments may start with the quotas of the account.</summary>
internal sealed class QuotaVisit(AwsServices services, string target, CancellationToken cancellationToken)
{
    // Codes of Service Quotas: processors of spot and of paid instances of the standard families, TiB of gp3 volumes.
    private const string SpotVcpus = "L-34B43A08";
    private const string PaidVcpus = "L-1216C47A";
    private const string Gp3Storage = "L-7A658B76";

    // Root volume of the machine images for ECS.
    private const int UsualRootGibibytes = 30;
    private const int GibibytesPerTebibyte = 1_024;

    // Volumes of a region: for years the limit of each account, met in 2012 by starting 5,000 small instances.
    private const long UsualVolumes = 5_000;

    // The smallest size that nearly all families have: large.
    private const int LeastVcpus = 2;

    /// <summary>Looks at the quotas behind some environments together.</summary>
    public async Task<IReadOnlyList<Finding>> OfAsync(IReadOnlyList<ComputeEnvironment> environments)
    {
        var findings = new List<Finding>();
        foreach ((string kind, string code, string what) in new[] { ("SPOT", SpotVcpus, "spot"), ("EC2", PaidVcpus, "on-demand") })
        {
            int wanted = environments.Where(e => e.ComputeResources?.Type == kind).Sum(static e => e.ComputeResources?.MaxVcpus ?? 0);
            findings.AddRange(wanted == 0 ? [] : [await VcpusAsync(wanted, code, what)]);
        }

        findings.AddRange(environments.Any(static e => e.ComputeResources is { Type: "SPOT" or "EC2" }) ? [await VolumesAsync(environments)] : []);
        return findings;
    }

    private async Task<Finding> VcpusAsync(int wanted, string code, string what)
    {
        string name = FaultFinding.Name(target, $"{what} vCPUs");
        try
        {
            ServiceQuota quota = await services.Account.QuotaAsync("ec2", code, cancellationToken);
            string detail = $"the account may have {Number(quota.Value)}{(quota.IsDefault ? " (the default)" : "")} of standard families (A, C, D, H, I, M, R, T, Z), the environments {Amounts.Number(wanted)}";
            return quota.Value >= 1
                ? Finding.If(quota.Value >= wanted, name, detail, Finding.Advice, More("ec2", code))
                : new Finding(name, Finding.Missing, detail, More("ec2", code));
        }
        catch (FaultException fault)
        {
            return FaultFinding.Of(target, $"{what} vCPUs", fault, Finding.Advice);
        }
    }

    // Each instance has a root volume, so small instances need more of them for the same processors.
    private async Task<Finding> VolumesAsync(IReadOnlyList<ComputeEnvironment> environments)
    {
        string name = FaultFinding.Name(target, "volumes");
        try
        {
            long instances = 0;
            double gibibytes = 0;
            foreach (ComputeResources resources in environments.Select(static e => e.ComputeResources).OfType<ComputeResources>().Where(static r => r.Type is "SPOT" or "EC2"))
            {
                long most = ((resources.MaxVcpus ?? 0) + (await LeastAsync(resources)) - 1) / await LeastAsync(resources);
                instances += most;
                gibibytes += (double)most * await RootAsync(resources);
            }

            double needed = gibibytes / GibibytesPerTebibyte;
            ServiceQuota quota = await services.Account.QuotaAsync("ebs", Gp3Storage, cancellationToken);
            string detail = $"at most {Amounts.Count(instances, "instance")} if the smallest are taken, with volumes of {Number(needed)} TiB; the account may have {Number(quota.Value)} TiB of gp3";
            return quota.Value < needed
                    ? new Finding(name, Finding.Advice, $"{detail}: instances beyond fail without a word in the queue", More("ebs", Gp3Storage))
                : instances > UsualVolumes
                    ? new Finding(name, Finding.Advice, $"{detail}; that are more than {Amounts.Number(UsualVolumes)} volumes, where old accounts end", "ask AWS's support for the account's limit of volumes, or take larger types")
                : new Finding(name, Finding.Ok, detail, "");
        }
        catch (FaultException fault)
        {
            return FaultFinding.Of(target, "volumes", fault, Finding.Advice);
        }
    }

    // Families are counted by their usual smallest size; which sizes a region has would be one more call a family.
    private async Task<int> LeastAsync(ComputeResources resources)
    {
        string[] named = [.. (resources.InstanceTypes ?? []).Where(static type => type.Contains('.', StringComparison.Ordinal))];
        if (named.Length == 0 || named.Length < resources.InstanceTypes!.Count)
        {
            return LeastVcpus;
        }

        IReadOnlyList<Ec2InstanceType> types = await services.Ec2.InstanceTypesAsync(named, cancellationToken);
        return Math.Max(1, types.Count == 0 ? LeastVcpus : types.Min(static type => type.Vcpus));
    }

    private async Task<long> RootAsync(ComputeResources resources) =>
        resources.LaunchTemplate is { } template && (await services.Account.MetadataOptionsAsync(template, cancellationToken)).VolumeGibibytes is > 0 and var own ? own : UsualRootGibibytes;

    private string More(string service, string code) =>
        $"aws service-quotas request-service-quota-increase --region {services.Region} --service-code {service} --quota-code {code} --desired-value N";

    private static string Number(double value) => value.ToString("#,0.#", CultureInfo.InvariantCulture);
}
