namespace HtcFlow.Runner.Order;

/// <summary>Who reads the runner's exit code.</summary>
internal enum SchedulerKind
{
    /// <summary>A shell, a container engine, or a scheduler that gives codes no meaning.</summary>
    Plain = 0,

    /// <summary>AWS Batch: rules of the job definition name the codes that are tried again.</summary>
    Batch = 1,

    /// <summary>Grid Engine: 99 puts the task back into the queue, 100 puts the job into an error state.</summary>
    GridEngine = 2,

    /// <summary>Slurm: its RequeueExit setting names the codes that are queued again.</summary>
    Slurm = 3,
}
