using System.Globalization;
using System.Text.Json;
using HtcFlow.AwsEmulator.Http;
using HtcFlow.AwsEmulator.Jobs;
using HtcFlow.AwsEmulator.World;

namespace HtcFlow.AwsEmulator.Batch;

/// <summary>ListJobs.</summary>
internal static class ListJobs
{
    private const int PageOfState = 1000;
    private const int PageOfFilter = 100;

    /// <summary>Lists the jobs of a queue, or the children of an array, that are in one state.</summary>
    public static Reply Answer(BatchRequest request)
    {
        request.Demand("*");
        JsonElement input = request.Input;
        string? queueName = input.Text("jobQueue");
        string? array = input.Text("arrayJobId");
        if (queueName is null == array is null)
        {
            throw BatchFault.Client("Exactly one of jobQueue, arrayJobId and multiNodeJobId must be specified.");
        }

        JobStatus status = input.Text("jobStatus") is { } text
            ? StatusNames.Read(text) ?? throw BatchFault.Client($"Unsupported job status {text}.")
            : JobStatus.Running;
        List<JsonElement> filters = [.. input.Items("filters")];
        int most = filters.Count > 0 ? PageOfFilter : PageOfState;
        int count = input.Whole("maxResults") is { } wanted && wanted > 0 ? Math.Min(wanted, most) : most;
        long from = input.Text("nextToken") is { } token ? PageToken.ReadLong(token) : 0;
        return array is not null
            ? Children(request.Region, array, status, count, (int)from)
            : Jobs(request.Region, queueName!, Condition(filters, status), count, from);
    }

    private static Reply Children(Region region, string array, JobStatus status, int count, int from)
    {
        Job? job = region.Jobs.Find(array);
        if (job is null || job.Size == 0 || job.VisibleTicks > region.Emulator.Agenda.NowTicks)
        {
            throw BatchFault.Client($"Job {array} not found, or is no array job.");
        }

        return BatchRequest.Object(json =>
        {
            json.WriteStartArray("jobSummaryList");
            int index = from, found = 0;
            for (; index < job.Size && found < count; index++)
            {
                if (job.Children.Status[index] == status)
                {
                    found++;
                    JobWriting.WriteSummary(json, job, index);
                }
            }

            json.WriteEndArray();
            while (index < job.Size && job.Children.Status[index] != status)
            {
                index++;
            }

            if (index < job.Size)
            {
                json.WriteString("nextToken", PageToken.Write(index));
            }
        });
    }

    private static Reply Jobs(Region region, string queueName, Func<Job, bool> condition, int count, long from)
    {
        JobQueue queue = region.FindQueue(queueName) ?? throw BatchFault.Client($"JobQueue {queueName} not found.");
        long now = region.Emulator.Agenda.NowTicks;
        IReadOnlyList<Job> jobs = region.Jobs.InOrder;
        return BatchRequest.Object(json =>
        {
            json.WriteStartArray("jobSummaryList");
            int at = region.Jobs.PositionOf(from), found = 0;
            long next = 0;
            for (; at < jobs.Count && next == 0; at++)
            {
                Job job = jobs[at];
                if (job.Order.Queue != queue || job.IsGone || job.VisibleTicks > now || !condition(job))
                {
                    continue;
                }

                if (found++ < count)
                {
                    JobWriting.WriteSummary(json, job, -1);
                }
                else
                {
                    next = job.Sequence;
                }
            }

            json.WriteEndArray();
            if (next > 0)
            {
                json.WriteString("nextToken", PageToken.Write(next));
            }
        });
    }

    // With a filter the state does not count.
    private static Func<Job, bool> Condition(List<JsonElement> filters, JobStatus status)
    {
        if (filters.Count == 0)
        {
            return job => job.Status == status;
        }

        if (filters.Count > 1)
        {
            throw BatchFault.Client("Only one filter can be used at a time.");
        }

        string name = filters[0].Required("name");
        List<string> values = filters[0].Strings("values");
        if (values.Count == 0)
        {
            throw BatchFault.Client($"The filter {name} needs a value.");
        }

        return name switch
        {
            "JOB_NAME" => job => values.Exists(value => Fits(value, job.Name)),
            "JOB_DEFINITION" => job => values.Exists(value => Fits(value, job.Order.Definition.Name) || Fits(value, job.Order.Definition.Arn)),
            "BEFORE_CREATED_AT" => Before(values[0]),
            "AFTER_CREATED_AT" => After(values[0]),
            "SHARE_IDENTIFIER" => job => job.Status == status && values.Contains(job.Order.Share ?? ""),
            _ => throw BatchFault.Client($"The filter {name} is not supported."),
        };
    }

    private static Func<Job, bool> Before(string value)
    {
        long moment = Moment(value);
        return job => job.CreatedMs < moment;
    }

    private static Func<Job, bool> After(string value)
    {
        long moment = Moment(value);
        return job => job.CreatedMs > moment;
    }

    private static long Moment(string value) => long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long moment)
        ? moment
        : throw BatchFault.Client("The value of the filter must be a number of milliseconds.");

    private static bool Fits(string pattern, string text) => pattern.EndsWith('*')
        ? text.StartsWith(pattern[..^1], StringComparison.OrdinalIgnoreCase)
        : text.Equals(pattern, StringComparison.OrdinalIgnoreCase);
}
