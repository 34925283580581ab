using HtcFlow.Backends.Commands.Ssh;

namespace HtcFlow.Backends.Clusters;

/// <summary>How arrays are sent to a cluster, whatever its scheduler.</summary>
/// <typeparam name="TSelf">The options of one scheduler.</typeparam>
public abstract record ClusterOptions<TSelf>
    where TSelf : ClusterOptions<TSelf>
{
    /// <summary>Directory that remembers what was submitted; made when missing, used by one backend at a time.</summary>
    public required string SpoolDirectory { get; init; }

    /// <summary>The program that runs one element, by its path on the execution hosts: <c>htcflow-runner</c>.</summary>
    public required string RunnerPath { get; init; }

    /// <summary>Whether <see cref="RunnerPath"/> is a program of this machine that is put into the user's home directory on the login node first.</summary>
    public bool PlacesRunner { get; init; }

    /// <summary>Arguments for the runner; none by default.</summary>
    public IReadOnlyList<string> RunnerArguments { get; init; } = [];

    /// <summary>Variables for every runner, for example where scratch lies; an ask's own variables win.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Most elements of one array that run at a time; 0 for no limit.</summary>
    public int MaxConcurrent { get; init; }

    /// <summary>What the site wants besides, passed to the command that submits word by word, behind what HtcFlow asks for.</summary>
    public IReadOnlyList<string> ExtraArguments { get; init; } = [];

    /// <summary>Where jobs write what their runners say, by its path on the execution hosts; what a missing directory does is the scheduler's matter.</summary>
    public string LogPath { get; init; } = "/dev/null";

    /// <summary>Login node on which the commands run; null for this machine.</summary>
    public SshOptions? Via { get; init; }

    /// <summary>Directory of the scheduler's commands; empty looks on the PATH.</summary>
    public string CommandDirectory { get; init; } = "";

    /// <summary>Variables for those commands, such as <c>SGE_ROOT</c> or <c>SLURM_CONF</c>, set besides the environment in which they run.</summary>
    public IReadOnlyDictionary<string, string> CommandEnvironment { get; init; } = new Dictionary<string, string>();

    /// <summary>Longest run of one command; a scheduler that is busy answers late.</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Whose jobs these are; on a login node those of who logs in.</summary>
    public string User { get; init; } = System.Environment.UserName;

    /// <summary>How often the queue is worth looking at.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How arrays for single targets are sent, by name; what concerns the whole cluster is taken from these options here.</summary>
    public IReadOnlyDictionary<string, TSelf> Targets { get; init; } = new Dictionary<string, TSelf>();

    /// <summary>How an array for a target is sent; a target that nobody knows gets what has none.</summary>
    internal TSelf For(string target) => Targets.GetValueOrDefault(target) ?? (TSelf)this;

    /// <summary>A command of the scheduler, by its path where the directory is named.</summary>
    internal string PathOf(string program) => CommandDirectory.Length == 0 ? program : Path.Combine(CommandDirectory, program);

    /// <summary>The same with another runner, for every target that has this one.</summary>
    internal TSelf WithRunner(string path) => (TSelf)(this with
    {
        RunnerPath = path,
        Targets = Targets.ToDictionary(
            static target => target.Key, target => target.Value.RunnerPath == RunnerPath ? target.Value.WithRunner(path) : target.Value),
    });

    /// <summary>The same for another user.</summary>
    internal TSelf WithUser(string user) => (TSelf)(this with { User = user });
}
