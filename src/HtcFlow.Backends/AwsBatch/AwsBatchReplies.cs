using HtcFlow.Aws.Batch.Jobs;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Wire;

namespace HtcFlow.Backends.AwsBatch;

/// <summary>Reads what AWS Batch tells of jobs. Pure.</summary>
internal static class AwsBatchReplies
{
    private const string HostGone = "Host EC2 (instance ";

    /// <summary>How many elements are in which state.</summary>
    internal static ElementTally TallyOf(JobDetail detail)
    {
        if (detail.ArrayProperties?.Size is null)
        {
            return new ElementTally
            {
                Waiting = detail.Status is JobStatus.Runnable ? 1 : 0,
                Running = detail.Status is JobStatus.Starting or JobStatus.Running ? 1 : 0,
                Succeeded = detail.Status is JobStatus.Succeeded ? 1 : 0,
                Failed = detail.Status is JobStatus.Failed ? 1 : 0,
            };
        }

        IReadOnlyDictionary<string, int> summary = detail.ArrayProperties.StatusSummary ?? new Dictionary<string, int>();
        return new ElementTally
        {
            Waiting = summary.GetValueOrDefault("RUNNABLE"),
            Running = summary.GetValueOrDefault("STARTING") + summary.GetValueOrDefault("RUNNING"),
            Succeeded = summary.GetValueOrDefault("SUCCEEDED"),
            Failed = summary.GetValueOrDefault("FAILED"),
        };
    }

    /// <summary>How a child ended that failed.</summary>
    internal static ElementEnd EndOf(JobSummary child) =>
        EndOf(child.ArrayProperties?.Index ?? 0, child.Container, child.StatusReason);

    /// <summary>How a plain job ended that failed.</summary>
    internal static ElementEnd EndOf(JobDetail job) => EndOf(0, job.Container, job.StatusReason);

    private static ElementEnd EndOf(int element, JobContainer? container, string? statusReason)
    {
        string reason = OneLine(string.Join("; ", new[] { statusReason, container?.Reason }.Where(static text => !string.IsNullOrEmpty(text))));

        // An image that cannot be had will not be there the next time either; a host that went away is nobody's fault.
        int exit = container?.ExitCode ?? (container?.Reason?.StartsWith("CannotPull", StringComparison.Ordinal) == true ? ExitCode.NotFound : -1);
        return new ElementEnd(element, exit, reason, HostIn(statusReason));
    }

    private static string HostIn(string? statusReason)
    {
        int begin = statusReason?.IndexOf(HostGone, StringComparison.Ordinal) ?? -1;
        if (begin < 0)
        {
            return "";
        }

        string rest = statusReason![(begin + HostGone.Length)..];
        return rest.IndexOf(')', StringComparison.Ordinal) is > 0 and var end ? rest[..end] : "";
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
