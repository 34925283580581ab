using HtcFlow.Backends.Clusters;

namespace HtcFlow.Backends.GridEngine;

/// <summary>How arrays are sent to a cell of Grid Engine, and how it is watched.</summary>
public sealed record GridEngineOptions : ClusterOptions<GridEngineOptions>
{
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

    /// <summary>Resource that counts accelerators, per slot; empty asks for none.</summary>
    public string AcceleratorResource { get; init; } = "gpu";

    /// <summary>Core binding (<c>-binding</c>), for example <c>linear:1</c>; empty for none.</summary>
    public string Binding { get; init; } = "";

    /// <summary>How long the accounting data may lag behind the end of an element; 30 s were seen on a saturated qmaster, 15 s is its usual flush time.</summary>
    public TimeSpan AccountingLag { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often the accounting data is looked at for news: each second by default, which starts no process here; each 10 s through a login node.</summary>
    public TimeSpan? NewsInterval { get; init; }

    /// <summary>How long an execution host may stand as unheard of (<c>u</c>) before its elements are taken for lost and tried elsewhere; the cell
    /// itself calls a host so after <c>max_unheard</c>, 5 minutes by default, and leaves what it had as running for ever.</summary>
    public TimeSpan UnheardPatience { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Whether queue instances of slow hosts are disabled, for everybody, where this user may; otherwise arrays avoid them by what they ask for, those that wait too.</summary>
    public bool DisablesQueues { get; init; }
}
