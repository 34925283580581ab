using System.Globalization;
using HtcFlow.Runner.Guard;
using HtcFlow.Runner.Kernel;
using HtcFlow.Runner.Order;

namespace HtcFlow.Runner.Check;

/// <summary>Kernel, process, limits and memory.</summary>
internal static class MachineCheck
{
    // Reading two times the cache at less than this is a machine that is shared to death; the slowest of today's reach 5 GB/s a core.
    private const double SlowBytesPerSecond = 1e9;

    /// <summary>Kernel version and whether children of the runner's children come to it.</summary>
    public static IEnumerable<Finding> Process(RunnerSettings settings, Func<string, string?> variable)
    {
        yield return new Finding(Mark.Ok, "kernel", KernelFile.Text("/proc/sys/kernel/osrelease").Trim());
        bool isFirst = Environment.ProcessId == 1;
        bool isReaper = ProcessCalls.Control(ProcessCalls.SetChildSubreaper, 1, 0, 0, 0) == 0;
        yield return isFirst || isReaper
            ? new Finding(Mark.Ok, "process", isFirst ? "process 1: orphans come here" : "not process 1, but the subreaper: orphans come here")
            : new Finding(Mark.Warn, "process", "neither process 1 nor allowed to be the subreaper", "make it the container's entry point, or allow prctl");
        string caps = Named(KernelFile.Text("/proc/self/status"), "CapEff:");
        yield return new Finding(Mark.Ok, "user", string.Create(CultureInfo.InvariantCulture, $"uid {ProcessCalls.UserId()}, capabilities {caps}"));
        string found = SchedulerExit.Names.First(n => n.Kind == settings.Scheduler).Name;
        int again = settings.RetryExit ?? SchedulerExit.AgainOn(settings.Scheduler);
        string element = variable("HTCFLOW_ELEMENT") is { Length: > 0 } ? "" : ElementNumber.Read(variable) is var number and > 0 ? $", task {number}" : "";
        yield return new Finding(Mark.Ok, "scheduler", $"{found}{element}; ends that another attempt mends exit with {again}");
    }

    /// <summary>What the container may use.</summary>
    public static IEnumerable<Finding> Limits(ControlGroup group)
    {
        long memory = group.MemoryLimitBytes();
        long used = group.MemoryUsedBytes();
        yield return memory == 0
            ? new Finding(Mark.Ok, "memory", "no limit of a control group")
            : new Finding(
                used > memory * 0.9 ? Mark.Warn : Mark.Ok,
                "memory",
                $"{Sizes.Text(memory)} allowed, {Sizes.Text(used)} in use",
                used > memory * 0.9 ? "little is left for the command; raise the limit" : "");
        double processors = group.ProcessorLimit();
        string quota = processors > 0 ? processors.ToString("0.##", CultureInfo.InvariantCulture) + " by quota, " : "";
        yield return new Finding(Mark.Ok, "processors", string.Create(CultureInfo.InvariantCulture, $"{quota}{Environment.ProcessorCount} usable"));
        (long? most, long now) = (PidLimit("pids.max"), PidLimit("pids.current") ?? 0);
        yield return most is { } limit
            ? new Finding(limit - now < 32 ? Mark.Bad : Mark.Ok, "pids", $"{limit} allowed, {now} in use", limit - now < 32 ? "the runner alone has a dozen threads; raise the limit" : "")
            : new Finding(Mark.Ok, "pids", "no limit of a control group");
    }

    /// <summary>Memory bandwidth, measured once.</summary>
    public static Finding Bandwidth(GuardSenses senses) => senses.Measure() is { } sample
        ? new Finding(
            sample.BytesPerSecond < SlowBytesPerSecond ? Mark.Warn : Mark.Ok,
            "bandwidth",
            string.Create(CultureInfo.InvariantCulture, $"{sample.BytesPerSecond / 1e9:0.0} GB/s by one thread, {sample.HopNanoseconds:0} ns a hop"),
            sample.BytesPerSecond < SlowBytesPerSecond ? "others use this host's memory; measure again, or use another host" : "")
        : new Finding(Mark.Warn, "bandwidth", "not measured: too little memory is left for the probe", "raise the memory limit to use --bandwidth");

    private static long? PidLimit(string file)
    {
        string groups = KernelFile.Text("/proc/self/cgroup");
        string mounts = KernelFile.Text("/proc/self/mountinfo");
        string? directory = GroupMounts.Locate("/", groups, mounts, "pids", "pids.max", "pids.current").Directory
            ?? GroupMounts.Locate("/", groups, mounts, "", "pids.max", "pids.current").Directory;
        return directory is null ? null : KernelFile.Number(directory + "/" + file);
    }

    private static string Named(string text, string name)
    {
        int at = text.IndexOf(name, StringComparison.Ordinal);
        int end = at < 0 ? -1 : text.IndexOf('\n', at);
        return end < 0 ? "unknown" : text[(at + name.Length)..end].Trim();
    }
}
