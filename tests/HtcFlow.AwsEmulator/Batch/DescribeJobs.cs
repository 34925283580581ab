using HtcFlow.AwsEmulator.Http;
using HtcFlow.AwsEmulator.Jobs;

namespace HtcFlow.AwsEmulator.Batch;

/// <summary>DescribeJobs.</summary>
internal static class DescribeJobs
{
    /// <summary>Describes the jobs that are known; ids that are not are just missing.</summary>
    public static Reply Answer(BatchRequest request)
    {
        request.Demand("*");
        List<string> ids = request.Input.Strings("jobs");
        if (ids.Count == 0 || ids.Count > request.Limits.DescribedJobs)
        {
            throw BatchFault.Client($"The number of job ids must be between 1 and {request.Limits.DescribedJobs}.");
        }

        long now = request.Region.Emulator.Agenda.NowTicks;
        return BatchRequest.Object(json =>
        {
            json.WriteStartArray("jobs");
            foreach (string id in ids.Distinct(StringComparer.Ordinal))
            {
                (Job? job, int index) = request.Region.Jobs.FindElement(id);
                if (job is not null && job.VisibleTicks <= now)
                {
                    json.WriteStartObject();
                    JobWriting.WriteDetail(json, job, index);
                    json.WriteEndObject();
                }
            }

            json.WriteEndArray();
        });
    }
}
