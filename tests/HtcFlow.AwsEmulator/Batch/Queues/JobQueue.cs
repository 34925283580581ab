using HtcFlow.AwsEmulator.Jobs;

namespace HtcFlow.AwsEmulator.Batch.Queues;

/// <summary>A job queue, with the jobs that wait in it.</summary>
internal sealed class JobQueue
{
    public required string Name { get; init; }

    public required string Arn { get; init; }

    public int Priority { get; set; }

    /// <summary>ENABLED or DISABLED; a disabled queue takes no jobs, what is in it goes on.</summary>
    public bool IsEnabled { get; set; } = true;

    /// <summary>VALID, INVALID, UPDATING, DELETING ...</summary>
    public string Status { get; set; } = "VALID";

    /// <summary>What the service does to it at present.</summary>
    public required ResourceChange Change { get; init; }

    public string StatusReason { get; set; } = "JobQueue Healthy";

    public string? SchedulingPolicy { get; set; }

    /// <summary>Its compute environments, first choice first.</summary>
    public List<ComputeEnvironment> Environments { get; set; } = [];

    public Dictionary<string, string> Tags { get; init; } = [];

    /// <summary>Whose turn it is.</summary>
    public Dictionary<string, ShareLine> Shares { get; } = new(StringComparer.Ordinal);

    /// <summary>Elements that wait for a machine, by what they need.</summary>
    public Dictionary<Shape, int> Backlog { get; } = [];

    /// <summary>Whether its jobs are placed.</summary>
    public bool IsRunning => Status == "VALID";

    /// <summary>Counts an element that begins or ceases to wait.</summary>
    public void CountBacklog(Shape shape, int by)
    {
        int count = Backlog.GetValueOrDefault(shape) + by;
        if (count == 0)
        {
            Backlog.Remove(shape);
        }
        else
        {
            Backlog[shape] = count;
        }
    }

    /// <summary>Puts a job with runnable elements into its line.</summary>
    public void Enter(Job job)
    {
        string share = job.Order.Share ?? "";
        if (!Shares.TryGetValue(share, out ShareLine? line))
        {
            Shares[share] = line = new ShareLine();
        }

        line.Enter(job);
    }
}
