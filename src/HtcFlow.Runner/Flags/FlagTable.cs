namespace HtcFlow.Runner.Flags;

/// <summary>Every flag, in the order of the help.</summary>
internal static class FlagTable
{
    /// <summary>The flags by what they are about.</summary>
    public static IReadOnlyList<(string Title, Flag[] Flags)> Groups { get; } =
    [
        ("What is kept",
        [
            new("store", "ADDRESS", "where everything is kept: a directory or s3://bucket/prefix; without it nothing is shipped"),
            new("name", "NAME", "first part of every key, the job's name: lower-case letters, digits, hyphens; run"),
            new("index", "N", "number of this task in its array, from 0; else what the scheduler says, else 0"),
            new("attempt", "N", "number of this attempt, 1 to 255; else the first that the store does not know"),
            new("input", "SRC[:AS]", "a file that stands there before the command starts: /a/path here or a key of the store", IsList: true),
            new("output", "GLOB", "files that the command must write; shipped while it runs", IsList: true),
            new("optional-output", "GLOB", "files that it may write", IsList: true),
            new("checkpoint", "GLOB", "files from which another attempt goes on; shipped and restored", IsList: true),
            new("checkpoint-commit-on", "GLOB", "the file whose appearance completes a checkpoint of several files"),
            new("checkpoint-signal", "NAME", "signal that asks the command for a checkpoint, such as USR1"),
            new("keep", "N", "checkpoints kept in the store; 2"),
            new("stdout-limit", "SIZE", "most that is kept of its output, first and last half; 8MiB, 0 for nothing"),
            new("stderr-limit", "SIZE", "the same of its error output"),
        ]),
        ("How it runs",
        [
            new("build", "LEVEL=PATH", "a build of the program for a CPU level: base, avx, avx2, avx512", IsList: true),
            new("cpu-level", "LEVEL", "highest level to use"),
            new("work-here", "", "work in the current directory; so it does when no file is shipped or restored"),
            new("scratch", "DIR", "where scratch directories are made; else TMPDIR, else /tmp"),
            new("scratch-in-memory", "", "make them in /dev/shm"),
            new("cache", "DIR", "where inputs and programs are kept by content; else ~/.cache/htcflow"),
            new("stdin", "", "give the command the runner's standard input; else only a terminal, or /dev/null"),
            new("upload-cpu", "PERCENT", "most of the processors that shipping takes while the command runs"),
            new("pass", "NAME", "leave a secret in the command's environment that is taken out else", IsList: true),
        ]),
        ("When it is ended",
        [
            new("walltime", "TIME", "longest run"),
            new("silence", "TIME", "longest time in which no output or checkpoint appears or grows"),
            new("bandwidth", "RATE", "lowest memory bandwidth of the host: 2GB/s, or 50% of what it was at the start"),
            new("memory", "SHARE", "share of the container's memory at which it is ended before the kernel does: 95%"),
            new("spot", "WHEN", "ask the cloud whether it takes this machine away: auto, on, off"),
            new("grace", "TIME", "time for a checkpoint, and again between SIGTERM and SIGKILL; 10s"),
        ]),
        ("Who asks, who is told",
        [
            new("scheduler", "NAME", "batch, gridengine, slurm or plain; else found out"),
            new("retry-exit", "CODE", "exit code of an end that another attempt mends: 75; 99 on Grid Engine"),
            new("machine", "NAME", "machine type for the report; else the host's name"),
            new("host", "NAME", "this host's name as the scheduler knows it; else the kernel's"),
            new("element", "N", "element of an order's array, from 0"),
            new("grace-seconds", "N", "as --grace, in seconds"),
            new("quiet", "", "do not pass on what the command prints, nor say more than errors"),
            new("verbose", "", "say what is done"),
        ]),
    ];

    /// <summary>All of them.</summary>
    public static IEnumerable<Flag> All => Groups.SelectMany(static group => group.Flags);

    /// <summary>Finds a flag by its name without hyphens; null when there is none.</summary>
    public static Flag? Find(string name)
    {
        foreach ((_, Flag[] flags) in Groups)
        {
            foreach (Flag flag in flags)
            {
                if (flag.Name == name)
                {
                    return flag;
                }
            }
        }

        return null;
    }
}
