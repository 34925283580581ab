using System.Globalization;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Wire;
using HtcFlow.Runner.Flags;

namespace HtcFlow.Runner.Order;

/// <summary>What the machine's side of the environment says: where to work and under which limits.</summary>
internal sealed record RunnerSettings
{
    /// <summary>Wait between SIGTERM and SIGKILL when nothing else is said; Batch, ECS and Slurm themselves kill 30 s after SIGTERM.</summary>
    public const int DefaultGraceSeconds = 10;

    /// <summary>Share of the processors for shipping when nothing else is said: 5 % of 16 processors compress and send some 300 MB/s.</summary>
    private const double UsualUploadCpuPercent = 5;

    /// <summary>Directory below which scratch directories on disk are made.</summary>
    public required string ScratchBase { get; init; }

    /// <summary>Directory that keeps inputs and programs by content hash.</summary>
    public required string Cache { get; init; }

    /// <summary>Machine type for ledger keys.</summary>
    public required string Machine { get; init; }

    /// <summary>Whether the environment gave <see cref="Machine"/>; else it is the host's name.</summary>
    public required bool IsMachineGiven { get; init; }

    /// <summary>Name of this host as the scheduler knows it, for ledger keys and reports.</summary>
    public required string Host { get; init; }

    /// <summary>Whether the environment gave <see cref="Host"/>; else it is what the kernel calls itself.</summary>
    public required bool IsHostGiven { get; init; }

    /// <summary>Highest CPU level that may be used.</summary>
    public required CpuLevel CpuCap { get; init; }

    /// <summary>Wait between SIGTERM to the command and SIGKILL.</summary>
    public required TimeSpan Grace { get; init; }

    /// <summary>Processors that shipping may use while the command runs, on average.</summary>
    public required double UploadCpu { get; init; }

    /// <summary>Who reads the exit code.</summary>
    public required SchedulerKind Scheduler { get; init; }

    /// <summary>Exit code of an end that another attempt mends; null when nobody said one.</summary>
    public required int? RetryExit { get; init; }

    /// <summary>Most that is kept of the command's output, bytes.</summary>
    public required long OutputLimit { get; init; }

    /// <summary>Most that is kept of its error output, bytes.</summary>
    public required long ErrorLimit { get; init; }

    /// <summary>Secrets that the command may see, by name, parted by white space.</summary>
    public required string Pass { get; init; }

    /// <summary>Whether what the command prints is kept but not passed on.</summary>
    public required bool IsQuiet { get; init; }

    /// <summary>Whether to say what is done.</summary>
    public required bool IsVerbose { get; init; }

    /// <summary>Reads the settings.</summary>
    /// <exception cref="OrderProblem">A variable has a value that cannot be used.</exception>
    public static RunnerSettings Read(Func<string, string?> variable, string host)
    {
        string scratch = FirstSet(variable(RunnerEnvironment.Scratch), variable("TMPDIR"), "/tmp");
        string home = variable("HOME") ?? "";
        string fallback = home.Length > 0 ? Path.Combine(home, ".cache", "htcflow") : Path.Combine(scratch, "htcflow-cache");
        return new RunnerSettings
        {
            ScratchBase = Path.GetFullPath(scratch),
            Cache = Path.GetFullPath(FirstSet(variable(RunnerEnvironment.Cache), fallback)),
            Machine = LedgerKey.MachineName(FirstSet(variable(RunnerEnvironment.Machine), host)),
            IsMachineGiven = !string.IsNullOrEmpty(variable(RunnerEnvironment.Machine)),
            Host = LedgerKey.MachineName(FirstSet(variable(RunnerEnvironment.Host), host)),
            IsHostGiven = !string.IsNullOrEmpty(variable(RunnerEnvironment.Host)),
            CpuCap = CapOf(variable(RunnerEnvironment.CpuLevel)),
            UploadCpu = UploadCpuOf(variable(RunnerEnvironment.UploadCpu)),
            Grace = GraceOf(variable),
            Scheduler = SchedulerOf(variable),
            RetryExit = (int?)Quantity.Number(NullIfEmpty(variable(RunnerEnvironment.RetryExit)), RunnerEnvironment.RetryExit, 1, byte.MaxValue),
            OutputLimit = LimitOf(variable, RunnerEnvironment.OutputLimit),
            ErrorLimit = LimitOf(variable, RunnerEnvironment.ErrorLimit),
            Pass = variable(RunnerEnvironment.Pass) ?? "",
            IsQuiet = Quantity.Switch(variable(RunnerEnvironment.Quiet), RunnerEnvironment.Quiet),
            IsVerbose = Quantity.Switch(variable(RunnerEnvironment.Verbose), RunnerEnvironment.Verbose),
        };
    }

    /// <summary>Reads a CPU level as campaign files spell it; null when it is none.</summary>
    public static CpuLevel? LevelOf(string text) => text switch
    {
        "base" => CpuLevel.Base,
        "avx" => CpuLevel.Avx,
        "avx2" => CpuLevel.Avx2,
        "avx512" => CpuLevel.Avx512,
        _ => null,
    };

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    // Half of it is kept at either end; 4 MiB are some 50,000 lines.
    private static long LimitOf(Func<string, string?> variable, string name) => Quantity.Size(NullIfEmpty(variable(name)), name) ?? 8L << 20;

    private static SchedulerKind SchedulerOf(Func<string, string?> variable)
    {
        string text = variable(RunnerEnvironment.Scheduler) ?? "";
        foreach ((string name, SchedulerKind kind) in SchedulerExit.Names)
        {
            if (name == text)
            {
                return kind;
            }
        }

        return text.Length == 0
            ? SchedulerExit.Detect(variable)
            : throw new OrderProblem($"{RunnerEnvironment.Scheduler} is '{text}'; set it to plain, batch, gridengine or slurm, or unset it.");
    }

    private static string FirstSet(params ReadOnlySpan<string?> candidates)
    {
        foreach (string? candidate in candidates)
        {
            if (!string.IsNullOrEmpty(candidate))
            {
                return candidate;
            }
        }

        return "";
    }

    private static CpuLevel CapOf(string? text) => text switch
    {
        null or "" => CpuLevel.Avx512,
        _ when LevelOf(text) is { } level => level,
        _ => throw new OrderProblem($"{RunnerEnvironment.CpuLevel} is '{text}'; set it to base, avx, avx2 or avx512, or unset it."),
    };

    /// <summary>A percentage of the processors that this process may run on, but at least that percentage of one.</summary>
    private static double UploadCpuOf(string? text)
    {
        double percent = UsualUploadCpuPercent;
        return string.IsNullOrEmpty(text)
            || (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out percent) && percent is >= 1 and <= 100)
            ? percent / 100 * Math.Max(1, Environment.ProcessorCount)
            : throw new OrderProblem($"{RunnerEnvironment.UploadCpu} is '{text}'; set it to a percentage of the processors between 1 and 100.");
    }


    private static TimeSpan GraceOf(Func<string, string?> variable)
    {
        if (Quantity.Time(NullIfEmpty(variable(RunnerEnvironment.GraceTime)), RunnerEnvironment.GraceTime) is { } time)
        {
            return time <= TimeSpan.FromHours(1)
                ? time
                : throw new OrderProblem($"{RunnerEnvironment.GraceTime} is longer than an hour; set it to a time such as 30s or 2m.");
        }

        string text = variable(RunnerEnvironment.Grace) ?? "";
        if (text.Length == 0)
        {
            return TimeSpan.FromSeconds(DefaultGraceSeconds);
        }

        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds) && seconds <= 3600
            ? TimeSpan.FromSeconds(seconds)
            : throw new OrderProblem($"{RunnerEnvironment.Grace} is '{text}'; set it to seconds between 0 and 3600.");
    }
}
