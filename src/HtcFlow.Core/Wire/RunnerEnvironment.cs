namespace HtcFlow.Core.Wire;

/// <summary>Names of the environment variables between engine, backends and runner.</summary>
public static class RunnerEnvironment
{
    /// <summary>The packed order (see <see cref="OrderCodec"/>), or <c>@key</c> of one in the store.</summary>
    public const string Order = "HTCFLOW_ORDER";

    /// <summary>Store for an order given as <c>@key</c>.</summary>
    public const string Store = "HTCFLOW_STORE";

    /// <summary>Element of the array, from 0, where the scheduler has no variable of its own.</summary>
    public const string Element = "HTCFLOW_ELEMENT";

    /// <summary>Mark of the array's submission, the same in the runner and in everything that it starts: it proves whose a process is.</summary>
    public const string Job = "HTCFLOW_JOB";

    /// <summary>Inherited, locked file descriptor that proves the runner alive; closed on exec of the command.</summary>
    public const string LockDescriptor = "HTCFLOW_LOCK_FD";

    /// <summary>Directory below which scratch directories are made.</summary>
    public const string Scratch = "HTCFLOW_SCRATCH";

    /// <summary>Directory that keeps inputs and programs by content hash.</summary>
    public const string Cache = "HTCFLOW_CACHE";

    /// <summary>Machine type for ledger keys, where it cannot be found out.</summary>
    public const string Machine = "HTCFLOW_MACHINE";

    /// <summary>Name of the host as the scheduler knows it, where the kernel's is another one; hosts are blamed by it.</summary>
    public const string Host = "HTCFLOW_HOST";

    /// <summary>Bytes of address space, in hexadecimal, that the runner's heap reserves; a backend sets it for the runner where a scheduler counts them.</summary>
    public const string HeapRange = "DOTNET_GCRegionRange";

    /// <summary>Highest CPU level to use: <c>base</c>, <c>avx</c>, <c>avx2</c>, <c>avx512</c>.</summary>
    public const string CpuLevel = "HTCFLOW_CPU_LEVEL";

    /// <summary>Seconds between SIGTERM to the command and SIGKILL.</summary>
    public const string Grace = "HTCFLOW_GRACE_SECONDS";

    /// <summary>Percentage of the processors that shipping may use while the command runs.</summary>
    public const string UploadCpu = "HTCFLOW_UPLOAD_CPU";

    /// <summary>Whether to ask the cloud's metadata service for reclaims: <c>auto</c>, <c>on</c>, <c>off</c>.</summary>
    public const string Spot = "HTCFLOW_SPOT";

    /// <summary>The same as <see cref="Grace"/> with a unit, such as <c>90s</c> or <c>2m</c>; wins over it.</summary>
    public const string GraceTime = "HTCFLOW_GRACE";

    /// <summary>Exit code of the runner for an end that another attempt mends: 75 under an engine's order, else what the scheduler understands.</summary>
    public const string RetryExit = "HTCFLOW_RETRY_EXIT";

    /// <summary>Who reads the exit code: <c>plain</c>, <c>batch</c>, <c>gridengine</c>, <c>slurm</c>; else found out.</summary>
    public const string Scheduler = "HTCFLOW_SCHEDULER";

    /// <summary>Names of secrets, parted by white space, that stay in the command's environment; also read from what a stage sets.</summary>
    public const string Pass = "HTCFLOW_PASS";

    /// <summary>Most that is kept of the command's output, a size such as <c>8MiB</c>.</summary>
    public const string OutputLimit = "HTCFLOW_STDOUT_LIMIT";

    /// <summary>Most that is kept of the command's error output.</summary>
    public const string ErrorLimit = "HTCFLOW_STDERR_LIMIT";

    /// <summary>Whether what the command prints is kept only and not passed on to the runner's own output.</summary>
    public const string Quiet = "HTCFLOW_QUIET";

    /// <summary>Whether the runner says what it does.</summary>
    public const string Verbose = "HTCFLOW_VERBOSE";

    /// <summary>Set for the command: campaign name.</summary>
    public const string TaskCampaign = "HTCFLOW_CAMPAIGN";

    /// <summary>Set for the command: stage name.</summary>
    public const string TaskStage = "HTCFLOW_STAGE";

    /// <summary>Set for the command: task index.</summary>
    public const string TaskIndex = "HTCFLOW_TASK_INDEX";

    /// <summary>Set for the command: attempt, from 1.</summary>
    public const string TaskAttempt = "HTCFLOW_ATTEMPT";
}
