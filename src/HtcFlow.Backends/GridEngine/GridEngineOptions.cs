namespace HtcFlow.Backends.GridEngine;

/// <summary>How arrays are sent to a cell of Grid Engine, and how it is watched.</summary>
public sealed record GridEngineOptions
{
    /// <summary>Directory that remembers what was submitted; made when missing, used by one backend at a time.</summary>
    public required string SpoolDirectory { get; init; }

    /// <summary>The program that runs one element, by its path on the execution hosts: <c>htcflow-runner</c>.</summary>
    public required string RunnerPath { get; init; }

    /// <summary>Arguments for the runner; none by default.</summary>
    public IReadOnlyList<string> RunnerArguments { get; init; } = [];

    /// <summary>Variables for every runner, for example where scratch lies; an ask's own variables win.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Queue, or list of queues, to ask for (<c>-q</c>); empty leaves it to the scheduler.</summary>
    public string Queue { get; init; } = "";

    /// <summary>Project (<c>-P</c>); empty for none.</summary>
    public string Project { get; init; } = "";

    /// <summary>Priority (<c>-p</c>), -1023 .. 1024; users may only lower it.</summary>
    public int Priority { get; init; }

    /// <summary>Parallel environment for tasks of several processors (<c>-pe</c>); it has to keep a task on one host (<c>$pe_slots</c>).</summary>
    public string ParallelEnvironment { get; init; } = "smp";

    /// <summary>Resource that limits memory, per slot; empty asks for none.</summary>
    /// <remarks>Where the site has one that counts resident memory it is the better choice: of address space (<c>h_vmem</c>) the runner needs as
    /// much again as the command and 1.75 GiB, and that much is asked for.</remarks>
    public string MemoryResource { get; init; } = "h_vmem";

    /// <summary>Resource that counts accelerators, per slot.</summary>
    public string AcceleratorResource { get; init; } = "gpu";

    /// <summary>Core binding (<c>-binding</c>), for example <c>linear:1</c>; empty for none.</summary>
    public string Binding { get; init; } = "";

    /// <summary>Most elements of one array that run at a time (<c>-tc</c>); 0 for no limit.</summary>
    public int MaxConcurrent { get; init; }

    /// <summary>What the site wants besides, passed to <c>qsub</c> word by word.</summary>
    public IReadOnlyList<string> ExtraArguments { get; init; } = [];

    /// <summary>Where jobs write what their runners say, on the execution hosts; a directory that lacks there puts jobs into the error state.</summary>
    public string LogPath { get; init; } = "/dev/null";

    /// <summary>Directory of <c>qsub</c> and its siblings; empty looks on the PATH.</summary>
    public string CommandDirectory { get; init; } = "";

    /// <summary>Variables for those commands, such as <c>SGE_ROOT</c>; this process's own by default.</summary>
    public IReadOnlyDictionary<string, string> CommandEnvironment { get; init; } = new Dictionary<string, string>();

    /// <summary>Longest run of one command; a qmaster that is busy answers late.</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Whose jobs these are.</summary>
    public string User { get; init; } = System.Environment.UserName;

    /// <summary>How often the queue is worth looking at; 10,000 running elements are some 4 MB of XML.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the accounting data may lag behind the end of an element; 30 s were seen on a saturated qmaster, 15 s is its usual flush time.</summary>
    public TimeSpan AccountingLag { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often the accounting data is looked at for news; that starts no process.</summary>
    public TimeSpan NewsInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether queue instances of slow hosts are disabled, for everybody, where this user may; otherwise only later arrays avoid them.</summary>
    public bool DisablesQueues { get; init; }
}
