using HtcFlow.Backends.Clusters;
using HtcFlow.Cli.Clusters;
using HtcFlow.Cli.Output;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Wire;

namespace HtcFlow.Cli.Machine;

/// <summary>Looks at a cluster as a campaign would use it, submitting nothing.</summary>
internal static class ClusterVisit
{
    // Parts of the names that Linux gives to file systems which other hosts can have too.
    private static readonly string[] s_shared =
        ["nfs", "lustre", "gpfs", "beegfs", "ceph", "cifs", "smb", "panfs", "gfs", "ocfs", "afs", "pvfs", "orangefs", "9p", "fuse"];

    /// <summary>Looks at the backend of a campaign, and at its store as execution hosts will see it.</summary>
    /// <param name="context">The world of the command.</param>
    /// <param name="backend">The backend.</param>
    /// <param name="store">The campaign's store; null when none is known.</param>
    public static async Task<IReadOnlyList<Finding>> OfAsync(CommandContext context, BackendSpec backend, string? store)
    {
        if (Cluster.Examine(context, backend) is { } fault)
        {
            return [Of("backend", fault)];
        }

        ClusterSettings settings = ClusterSettings.Of(backend);
        var findings = new List<Finding>();
        try
        {
            ClusterSurvey survey = await context.Parts.SurveyCluster(context, backend, true);
            findings.Add(new Finding(
                "scheduler", Finding.Ok,
                $"{backend.Kind} answers: {Amounts.Count(survey.Slots, "slot")} on {Amounts.Count(survey.Hosts, "host")}, arrays of at most {Amounts.Number(survey.MaxArrayElements)} elements",
                ""));
            findings.AddRange(survey.Refusals.Select(static refusal => new Finding(
                refusal.Target.Length == 0 ? "submission" : $"target {refusal.Target}", Finding.Missing, refusal.Reason, "change the options under 'backend' in the campaign file, see docs/clusters.md")));
            findings.AddRange(survey.WasTried && survey.Refusals.Count == 0 ? [new Finding("submission", Finding.Ok, "an array would be taken", "")] : []);
        }
        catch (FaultException outage)
        {
            findings.Add(Of("scheduler", outage));
        }

        findings.Add(RunnerOf(context, settings));
        findings.AddRange(store is null ? [] : StoreOf(context, store));
        return findings;
    }

    private static Finding RunnerOf(CommandContext context, ClusterSettings settings)
    {
        string path = settings.RunnerPath(context.Environment);
        return settings.PlacesRunner ? new Finding("runner there", Finding.Ok, $"{path} is put onto the login node", "")
            : settings.IsElsewhere || !File.Exists(path) ? new Finding("runner there", Finding.Advice, $"{path} cannot be looked at from here", "make sure that execution hosts have it")
            : Shared("runner there", path, "put it onto a shared file system and name it by 'runner' in the campaign file, unless execution hosts have it under this path");
    }

    private static IEnumerable<Finding> StoreOf(CommandContext context, string store)
    {
        if (!store.Contains("://", StringComparison.Ordinal))
        {
            return [Shared("store there", store, "take a directory on a shared file system or a bucket, unless execution hosts have it under this path")];
        }

        return string.IsNullOrEmpty(context.Environment("AWS_ACCESS_KEY_ID"))
            ? []
            : [new Finding(
                "credentials there", Finding.Advice, $"the keys in this environment are not handed on to {S3Address.Place(store, "")}'s users on execution hosts",
                "put them into ~/.aws/credentials (chmod 600) in a home directory that execution hosts share, or give these hosts a role")];
    }

    private static Finding Shared(string name, string path, string remedy)
    {
        string system = SystemOf(path);
        bool isShared = s_shared.Any(part => system.Contains(part, StringComparison.OrdinalIgnoreCase));
        return Finding.If(isShared, name, $"{path} lies on {system}{(isShared ? "" : ", which other hosts do not see unless it is exported from here")}", Finding.Advice, remedy);
    }

    // The nearest directory that is there: a store is made at its first use.
    private static string SystemOf(string path)
    {
        try
        {
            string? place = Path.GetFullPath(path);
            while (place is not null && !Directory.Exists(place))
            {
                place = Path.GetDirectoryName(place);
            }

            return new DriveInfo(place ?? "/").DriveFormat;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "an unknown file system";
        }
    }

    // A fault says what happened, in all the words of a command, and last what to do.
    private static Finding Of(string name, FaultException fault)
    {
        int advice = fault.Detail.LastIndexOf("; ", StringComparison.Ordinal);
        return new Finding(
            name, Finding.Missing, $"{fault.Operation} '{fault.Subject}': {(advice < 0 ? fault.Detail : fault.Detail[..advice])}",
            advice < 0 ? "see docs/clusters.md" : fault.Detail[(advice + 2)..]);
    }
}
