using HtcFlow.Core.Wire;

namespace HtcFlow.Runner.Order;

/// <summary>Says an element's end in the exit code that its scheduler understands. Pure.</summary>
internal static class SchedulerExit
{
    /// <summary>Grid Engine: queue the task again (unless FORBID_RESCHEDULE).</summary>
    public const int GridEngineAgain = 99;

    /// <summary>Grid Engine: error state, dependents held (unless FORBID_APPERROR).</summary>
    public const int GridEngineError = 100;

    /// <summary>What a command's own 99 or 100 becomes on Grid Engine: it is an ordinary failure there.</summary>
    public const int OrdinaryFailure = 1;

    /// <summary>Names of the schedulers, as the flag spells them.</summary>
    public static IReadOnlyList<(string Name, SchedulerKind Kind)> Names { get; } =
    [
        ("plain", SchedulerKind.Plain), ("batch", SchedulerKind.Batch), ("gridengine", SchedulerKind.GridEngine), ("slurm", SchedulerKind.Slurm),
    ];

    /// <summary>Finds out which scheduler started this process, by the variables that each sets for its jobs.</summary>
    public static SchedulerKind Detect(Func<string, string?> variable)
    {
        bool Has(string name) => !string.IsNullOrEmpty(variable(name));
        if (Has("AWS_BATCH_JOB_ID"))
        {
            return SchedulerKind.Batch;
        }

        if (Has("SLURM_JOB_ID"))
        {
            return SchedulerKind.Slurm;
        }

        // JOB_ID alone is anybody's; Grid Engine sets the task's number even outside of arrays, to "undefined".
        return Has("JOB_ID") && Has("SGE_TASK_ID") ? SchedulerKind.GridEngine : SchedulerKind.Plain;
    }

    /// <summary>The code with which ends that another attempt mends are told to a scheduler.</summary>
    public static int AgainOn(SchedulerKind scheduler) => scheduler == SchedulerKind.GridEngine ? GridEngineAgain : ExitCode.TryAgain;

    /// <summary>The exit code.</summary>
    /// <param name="code">Code of the end itself.</param>
    /// <param name="isForAnother">Whether another attempt would mend it: it was preempted or too slow.</param>
    /// <param name="again">Code for such ends.</param>
    /// <param name="scheduler">Who reads it.</param>
    public static int Of(int code, bool isForAnother, int again, SchedulerKind scheduler)
    {
        if (isForAnother)
        {
            return again;
        }

        return scheduler == SchedulerKind.GridEngine && code is GridEngineAgain or GridEngineError ? OrdinaryFailure : code;
    }
}
