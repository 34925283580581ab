namespace HtcFlow.Backends.Local;

/// <summary>How the local backend runs elements.</summary>
public sealed record LocalOptions
{
    /// <summary>Directory that holds the jobs; made when missing, readable by its owner only, used by one backend at a time.</summary>
    public required string SpoolDirectory { get; init; }

    /// <summary>The program that runs one element: <c>htcflow-runner</c>.</summary>
    public required string RunnerPath { get; init; }

    /// <summary>Arguments for the runner; none by default.</summary>
    public IReadOnlyList<string> RunnerArguments { get; init; } = [];

    /// <summary>Variables for every runner, for example where scratch lies; an ask's own variables win.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Processors to hand out, at least 1; by default what affinity and the control group's quota leave to this process.</summary>
    public int Slots { get; init; } = System.Environment.ProcessorCount;

    /// <summary>Time between the request to stop (SIGTERM) and the end by force (SIGKILL to the whole session).</summary>
    /// <remarks>The runner is told a third of it, in whole seconds and at least 1, unless the ask or the options say otherwise.</remarks>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Whether disposal stops what runs; otherwise it runs on and is adopted by the next backend on the same spool.</summary>
    public bool StopOnDispose { get; init; }

    /// <summary>Added to the runner's niceness, 0 .. 19.</summary>
    public int Nice { get; init; }

    /// <summary>Whether process descriptors are used where the kernel has them; tests switch them off to try the other way.</summary>
    internal bool UseProcessDescriptors { get; init; } = true;
}
