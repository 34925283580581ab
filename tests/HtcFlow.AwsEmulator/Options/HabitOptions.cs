namespace HtcFlow.AwsEmulator.Options;

/// <summary>How late, how forgetful and how slow the service is.</summary>
public sealed class HabitOptions
{
    /// <summary>Longest time until a submitted job is seen by DescribeJobs and ListJobs; each job draws its own.</summary>
    public TimeSpan VisibilityLag { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Time by which a parent's counters, and its state, are behind its children.</summary>
    public TimeSpan SummaryLag { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Time from SubmitJob until jobs without dependencies are RUNNABLE.</summary>
    public TimeSpan QueueingTime { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Time that an element is STARTING: the image is there, the container is made.</summary>
    public TimeSpan StartingTime { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Time that a queue or a compute environment is CREATING, UPDATING or DELETING, during which no other change of it is taken.</summary>
    public TimeSpan ResourceTime { get; set; }

    /// <summary>How long finished jobs are kept.</summary>
    public TimeSpan FinishedKept { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Time from SIGTERM to SIGKILL.</summary>
    public TimeSpan KillGrace { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Time from the notice of a reclaim to the reclaim.</summary>
    public TimeSpan ReclaimNotice { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Time from SIGTERM to SIGKILL when the machine itself goes down.</summary>
    public TimeSpan ShutdownGrace { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether the metadata service gives no tokens: the hop limit of the instances is 1.</summary>
    public bool IsMetadataBlocked { get; set; }

    /// <summary>How far the service's clock is ahead of the emulator's.</summary>
    public TimeSpan ClockOffset { get; set; }
}
