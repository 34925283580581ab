using System.Globalization;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Wire;

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

    /// <summary>Highest CPU level that may be used.</summary>
    public required CpuLevel CpuCap { get; init; }

    /// <summary>Wait between SIGTERM to the command and SIGKILL.</summary>
    public required TimeSpan Grace { get; init; }

    /// <summary>Processors that shipping may use while the command runs, on average.</summary>
    public required double UploadCpu { get; init; }

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
            CpuCap = CapOf(variable(RunnerEnvironment.CpuLevel)),
            Grace = GraceOf(variable(RunnerEnvironment.Grace)),
            UploadCpu = UploadCpuOf(variable(RunnerEnvironment.UploadCpu)),
        };
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
        "base" => CpuLevel.Base,
        "avx" => CpuLevel.Avx,
        "avx2" => CpuLevel.Avx2,
        "avx512" => CpuLevel.Avx512,
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

    private static TimeSpan GraceOf(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return TimeSpan.FromSeconds(DefaultGraceSeconds);
        }

        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds) && seconds <= 3600
            ? TimeSpan.FromSeconds(seconds)
            : throw new OrderProblem($"{RunnerEnvironment.Grace} is '{text}'; set it to seconds between 0 and 3600.");
    }
}
