using System.Globalization;
using HtcFlow.Testing.S3;

namespace HtcFlow.Testing.Slurm;

/// <summary>A real Slurm on this machine, one for a test process: slurmctld and two nodes of two processors.</summary>
/// <remarks>
/// Partitions are <c>main</c> (n1, the default), <c>all</c>, and <c>closed</c>, which is down. Started at first use, about half a second; stopped when
/// the process ends in whatever way. Its tests run one after the other: they share the nodes.
/// </remarks>
public sealed class SlurmCluster
{
    /// <summary>Processors of each node, so slots of the default partition.</summary>
    public const int Slots = 2;

    /// <summary>The node of the default partition.</summary>
    public const string Host = "n1";

    /// <summary>The other one.</summary>
    public const string OtherHost = "n2";

    private static readonly Lazy<SlurmCluster> s_shared = new(static () => Start(nodes: 2, cpus: Slots));

    // Settings that slurmctld reads again while it runs.
    private static readonly string[] s_rereadable = ["PartitionName=", "RequeueExit"];

    private readonly string _state;
    private readonly int _nodes;
    private readonly int _cpus;

    private SlurmCluster(string state, int nodes, int cpus)
    {
        _state = state;
        _nodes = nodes;
        _cpus = cpus;
        Environment = Up(state, nodes, cpus);
    }

    /// <summary>The cluster of this process.</summary>
    /// <exception cref="EngineMissingException">It is not installed.</exception>
    public static SlurmCluster Shared => s_shared.Value;

    /// <summary>Variables that commands need to find it.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; }

    /// <summary>Runs one of its commands and gives what that printed.</summary>
    /// <exception cref="InvalidOperationException">It ended with something else than 0.</exception>
    public string Ask(string program, params string[] arguments)
    {
        (int code, string output, string error) = EngineProcess.Run(program, arguments, Environment);
        return code == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {code}: {error}{output}");
    }

    /// <summary>Whether slurmctld answers.</summary>
    public bool Answers() => EngineProcess.Run("squeue", ["-h"], Environment).Code == 0;

    /// <summary>Whether any job has not ended.</summary>
    public bool IsBusy() => Ask("squeue", "-h", "-a", "-o", "%A").Length > 0;

    /// <summary>Kills and deletes every job that is still there, and puts the nodes to use.</summary>
    public void Clear()
    {
        EngineProcess.Run("scancel", ["-f", "-s", "KILL", "-u", System.Environment.UserName], Environment);
        EngineProcess.Run("scancel", ["-u", System.Environment.UserName], Environment);
        EngineProcess.Run("scontrol", ["update", $"NodeName={Host},{OtherHost}", "State=RESUME"], Environment);
    }

    /// <summary>Changes settings and gives back what restores them; slurmctld is restarted where it has to be.</summary>
    /// <param name="settings">Lines <c>Name=value</c>; a name that is there gets the new value, others are added.</param>
    public IReadOnlyList<string> Configure(IReadOnlyList<string> settings)
    {
        string file = Environment["SLURM_CONF"];
        List<string> lines = [.. File.ReadAllLines(file)];
        string[] before = [.. lines];
        foreach (string setting in settings)
        {
            // Partitions are many lines of one name: theirs is the whole first word.
            string name = setting.Contains(' ') ? setting.Split(' ')[0] + " " : setting.Split('=')[0] + "=";
            lines.RemoveAll(line => line.StartsWith(name, StringComparison.Ordinal));
            lines.Add(setting);
        }

        Rewrite(lines);
        return before;
    }

    /// <summary>Takes a node out of the cluster, restarts slurmctld, and gives back what restores it.</summary>
    public IReadOnlyList<string> Without(string node)
    {
        string[] before = File.ReadAllLines(Environment["SLURM_CONF"]);
        Kill(node);
        Rewrite([.. before.Where(line => !line.StartsWith($"NodeName={node} ", StringComparison.Ordinal))]);
        return before;
    }

    /// <summary>Restores what <see cref="Configure"/> changed.</summary>
    public void Rewrite(IReadOnlyList<string> lines)
    {
        string[] before = File.ReadAllLines(Environment["SLURM_CONF"]);
        File.WriteAllLines(Environment["SLURM_CONF"], lines);
        if (lines.Except(before).Concat(before.Except(lines)).All(static line => s_rereadable.Any(line.StartsWith)))
        {
            Ask("scontrol", "reconfigure");
            return;
        }

        int nodes = lines.Count(static line => line.StartsWith("NodeName=", StringComparison.Ordinal));
        File.WriteAllText(Path.Combine(_state, "run", "nodes"), nodes.ToString(CultureInfo.InvariantCulture));

        // In order, so that no job comes back that had gone just now.
        int process = ProcessOf("slurmctld");
        Ask("scontrol", "shutdown", "slurmctld");
        EngineProcess.WaitForEnd(process);
        Restart();
    }

    /// <summary>Kills one of its daemons, <c>slurmctld</c>, <c>n1</c> or <c>n2</c>; what runs on a node runs on.</summary>
    public void Kill(string daemon) => EngineProcess.Kill(Path.Combine(_state, "run", daemon + ".pid"));

    /// <summary>Number of the process of one of its daemons.</summary>
    public int ProcessOf(string daemon) =>
        int.Parse(File.ReadAllText(Path.Combine(_state, "run", daemon + ".pid")), CultureInfo.InvariantCulture);

    /// <summary>When slurmctld last wrote its jobs down: what came after that is lost when it is killed.</summary>
    public DateTime SavedAt => File.GetLastWriteTimeUtc(JobsFile);

    private string JobsFile => Path.Combine(_state, "save", "job_state");

    /// <summary>Kills slurmctld and has it forget what it has done with jobs since it wrote them down so, as if it had not come to saving that.</summary>
    /// <param name="jobs">Content of <see cref="SavedJobs"/>.</param>
    public void KillForgetful(byte[] jobs)
    {
        Kill("slurmctld");
        File.WriteAllBytes(JobsFile, jobs);
    }

    /// <summary>What slurmctld has written down of its jobs.</summary>
    public byte[] SavedJobs() => File.ReadAllBytes(JobsFile);

    /// <summary>Starts what is not running, and waits for the nodes.</summary>
    public void Restart() => Up(_state, _nodes, _cpus);

    /// <summary>Starts a cluster of its own; it is stopped when the process ends.</summary>
    /// <param name="nodes">Nodes.</param>
    /// <param name="cpus">Processors that each claims to have.</param>
    public static SlurmCluster Start(int nodes, int cpus)
    {
        string state = Directory.CreateTempSubdirectory("htcflow-slurm-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => EngineProcess.Run(EngineProcess.Script("slurm-down.sh"), [state], []);
        return new SlurmCluster(state, nodes, cpus);
    }

    private static IReadOnlyDictionary<string, string> Up(string state, int nodes, int cpus) => EngineProcess.Up(
        "slurm-up.sh",
        state,
        new Dictionary<string, string>
        {
            ["SL_OWNER"] = System.Environment.ProcessId.ToString(CultureInfo.InvariantCulture),
            ["SL_NODES"] = nodes.ToString(CultureInfo.InvariantCulture),
            ["SL_CPUS"] = cpus.ToString(CultureInfo.InvariantCulture),
        });
}
