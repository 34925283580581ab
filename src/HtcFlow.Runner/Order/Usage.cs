using System.Reflection;

namespace HtcFlow.Runner.Order;

/// <summary>What the runner says when it is called by hand.</summary>
internal static class Usage
{
    /// <summary>The help text.</summary>
    public const string Text = """
        htcflow-runner: runs the tasks of one element of an htcflow array job.

        It is started by schedulers and container engines; everything it needs is in its environment.
          HTCFLOW_ORDER          what to run, or @key of it in HTCFLOW_STORE
          HTCFLOW_ELEMENT        element of the array, from 0; else AWS_BATCH_JOB_ARRAY_INDEX, SLURM_ARRAY_TASK_ID,
                                 SGE_TASK_ID (from 1)
          HTCFLOW_SCRATCH        where scratch directories are made; else TMPDIR, else /tmp
          HTCFLOW_CACHE          where inputs and programs are kept by content; else ~/.cache/htcflow
          HTCFLOW_CPU_LEVEL      highest build to use: base, avx, avx2, avx512
          HTCFLOW_MACHINE        machine type for the ledger; else the host's name
          HTCFLOW_HOST           this host's name as the scheduler knows it, for the ledger; else the kernel's
          HTCFLOW_SPOT           whether to ask the cloud for reclaims of this machine: auto, on, off
          HTCFLOW_GRACE_SECONDS  time for a checkpoint, and again between SIGTERM and SIGKILL; 10

        Exit codes: 0 all tasks succeeded; a single failed task's own code, 1 for several; 64 bad order; 66 input missing;
        69 command cannot be started; 73 output missing; 74 store cannot be reached; 75 ended early, try again; 128+n killed by n.
        """;

    /// <summary>The version line.</summary>
    public static string Version =>
        "htcflow-runner " + (typeof(Usage).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown");
}
