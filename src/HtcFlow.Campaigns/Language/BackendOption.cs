using System.Globalization;
using HtcFlow.Campaigns.Shapes;

namespace HtcFlow.Campaigns.Language;

/// <summary>An option of a backend.</summary>
/// <param name="Key">Key.</param>
/// <param name="Shape">Shape of its value, which is kept as a text; a list as <see cref="OptionWords"/> spells it.</param>
/// <param name="Standard">What holds when it is absent.</param>
/// <param name="Doc">What it means.</param>
internal sealed record BackendOption(string Key, ShapeOf<string> Shape, string Standard, string Doc)
{
    // Pseudo-variables such as $JOB_ID stand in paths of logs, which no shell reads.
    private const string AbsolutePath = "^/[^\\r\\n]*$";
    private const string OneWord = "^[^\\s]+$";
    private const string ResourceName = "^[A-Za-z_][A-Za-z0-9_.:-]*$";
    private const string LoginNode = "^(ssh://)?([A-Za-z0-9][A-Za-z0-9._-]*@)?([A-Za-z0-9][A-Za-z0-9._-]*|\\[[0-9A-Fa-f:]+\\])(:[0-9]{1,5})?/?$";
    private const string WebAddress = "^https?://[^\\s/?#]+/?$";
    private const string OneTag = "^[A-Za-z0-9 _.:/+@-]{1,128}=[A-Za-z0-9 _.:/=+@-]{0,256}$";
    private const string ShortTime = "^([1-9][0-9]{0,2}s|([1-9]|10)m)$";
    private const long MostRunning = 1_000_000;
    private const string Left = "left to the backend";

    private static readonly BackendOption[] s_cluster =
    [
        Whole("max-running", 1, MostRunning, "no limit", "Most elements of one array job that run at a time."),
        Path("runner", "htcflow-runner of this machine, which 'via' copies to the login node", "The program htcflow-runner, by its path on the execution hosts."),
        Path("scratch", "TMPDIR of the job", "Directory on the execution hosts below which tasks work."),
        Path("cache", "below the home directory", "Directory on the execution hosts that keeps inputs and programs for the next task."),
        Path("log-path", "/dev/null", "Where jobs write what runners say, by its path on the execution hosts."),
        new("extra", Words, "none", "Words that the site wants besides, passed on as they are."),
    ];

    private static readonly BackendOption[] s_access =
    [
        Path("commands", "the PATH", "Directory of the scheduler's commands.") with { IsOfAll = true },
        new("via", Scalars.Like("a login node: ssh://user@host:port, or a name that ssh knows", LoginNode).To(static node => node.Value), "this machine",
            "Login node on which the scheduler's commands are run, through one connection of ssh.") { IsOfAll = true },
    ];

    /// <summary>Whether it holds for the whole backend, so that targets cannot differ in it.</summary>
    public bool IsOfAll { get; init; }

    /// <summary>Words of a command line.</summary>
    private static ShapeOf<string> Words => new ListShape<string>(
        Scalars.Filled("a text").To(static node => node.Value), "a list of words such as [-l, \"gpu=1\"]", 1).To(OptionWords.Format);

    private static ShapeOf<string> Tags => new ListShape<string>(
        Scalars.Like("a tag such as project=hamr", OneTag).To(static node => node.Value), "a list of tags such as [project=hamr]", 1).To(OptionWords.Format);

    /// <summary>The options of a backend, in the order in which they are documented.</summary>
    public static IReadOnlyList<BackendOption> Of(string kind) => kind switch
    {
        "local" => [Whole("slots", 1, 65536, "the processors of this machine", "Processors in use at a time.")],
        "gridengine" =>
        [
            Word("queue", "Queue, or queues parted by commas (qsub -q)."),
            Word("project", "Project (qsub -P)."),
            Whole("priority", -1023, 1024, "0", "Priority (qsub -p); users may only lower it."),
            Word("parallel-environment", "Parallel environment that grants more than one processor on one host (qsub -pe).") with { Standard = "smp" },
            Resource("memory-resource", "h_vmem", "Resource that limits memory, per slot (qsub -l), or off."),
            Resource("accelerator-resource", "gpu", "Resource that counts accelerators, per slot (qsub -l), or off."),
            Word("binding", "Binding of processors, such as linear:1 (qsub -binding).") with { Standard = "none" },
            Truth("disable-queues", "Whether queue instances of slow hosts are disabled, for everybody, where this user may.") with { IsOfAll = true },
            .. s_cluster,
            .. s_access,
        ],
        "slurm" =>
        [
            Word("partition", "Partition, or partitions parted by commas (sbatch --partition)."),
            Word("account", "Account that is charged (sbatch --account)."),
            Word("qos", "Quality of service (sbatch --qos)."),
            Word("constraint", "Features that a host must have (sbatch --constraint).") with { Standard = "none" },
            Resource("accelerator-resource", "gpu", "Generic resource that counts accelerators (sbatch --gres), or off."),
            .. s_cluster,
            .. s_access,
        ],
        "pbs" =>
        [
            Choice("dialect", ["openpbs", "torque"], "Family of PBS; openpbs is PBS Professional too.") with { IsOfAll = true },
            Word("queue", "Queue (qsub -q)."),
            Word("project", "Project (qsub -P)."),
            Word("account", "Account that is charged (qsub -A)."),
            Whole("priority", -1024, 1023, "0", "Priority among the user's own jobs (qsub -p)."),
            Resource("accelerator-resource", "ngpus", "Resource that counts accelerators of a chunk (qsub -l select), or off."),
            .. s_cluster,
            .. s_access,
        ],
        "aws-batch" =>
        [
            Text("queue", "Job queue, by name or ARN."),
            Text("region", "Region, such as eu-central-1."),
            Text("image", "Container image that holds the runner and the programs."),
            Word("profile", "Profile of the AWS configuration, which says account and credentials.") with { Standard = "what the environment says" },
            new("endpoint", Scalars.Like("an address such as http://127.0.0.1:4599", WebAddress).To(static node => node.Value), "AWS", "Address that AWS's services are called at."),
            Word("job-role", "ARN of the role that tasks have.") with { Standard = "that of the instance" },
            Word("execution-role", "ARN of the role that gets the image and writes the log.") with { Standard = "that of the instance" },
            Word("share", "Share identifier, in queues with fair shares.") with { Standard = "none" },
            Whole("priority", 0, 9999, "the queue's order", "Priority within a share."),
            new("tags", Tags, "none", "Tags of jobs, beside campaign and stage, such as [project=hamr]."),
            Path("scratch", "the container's own disk", "Directory of the hosts below which tasks work."),
            Path("cache", "none", "Directory of the hosts that keeps inputs and programs for later containers."),
            Truth("terminate-slow-hosts", "Whether instances that are slow again and again are terminated, with what else runs there."),
            Whole("terminations-per-hour", 1, 10_000, "20", "Most instances that are terminated in an hour.") with { IsOfAll = true },
            Time("poll", "30s", "How often jobs are looked at; a look is one call for 100 arrays.") with { IsOfAll = true },
            Time("search-lag", "60s", "Longest time for which the service may not show a job that was submitted.") with { IsOfAll = true },
        ],
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such backend."),
    };

    private static BackendOption Text(string key, string doc) => new(key, Scalars.Filled("a text").To(static node => node.Value), Left, doc);

    private static BackendOption Word(string key, string doc) =>
        new(key, Scalars.Matching("a text without spaces", OneWord).To(static node => node.Value), Left, doc);

    private static BackendOption Path(string key, string standard, string doc) =>
        new(key, Scalars.Like("an absolute path", AbsolutePath).To(static node => node.Value), standard, doc);

    private static BackendOption Resource(string key, string standard, string doc) =>
        new(key, Scalars.Like($"the name of a resource such as {standard}, or off", ResourceName).To(static node => node.Value), standard, doc);

    private static BackendOption Choice(string key, string[] words, string doc) =>
        new(key, Scalars.Choice([.. words.Select(static word => (word, word))]), words[0], doc);

    private static BackendOption Truth(string key, string doc) => new(key, Scalars.Truth.To(static truth => truth ? "true" : "false"), "false", doc);

    private static BackendOption Time(string key, string standard, string doc) =>
        new(key, Scalars.Like("a time from 1s to 10m", ShortTime).To(static node => node.Value), standard, doc);

    private static BackendOption Whole(string key, long least, long most, string standard, string doc) =>
        new(key, Scalars.Whole(least, most).To(static number => number.ToString(CultureInfo.InvariantCulture)), standard, doc);
}
