using HtcFlow.Runner.Kernel;

namespace HtcFlow.Runner.Guard;

/// <summary>The control group that bounds the container: memory and processors, of version 2 or 1.</summary>
internal sealed class ControlGroup
{
    // Version 1 says "no limit" with the highest page-aligned number; nobody has an exbibyte.
    private const long NoLimit = 1L << 60;

    private readonly string? _memory;
    private readonly string? _memoryTop;
    private readonly string? _cpu;
    private readonly bool _isSecond;

    private ControlGroup(string? memory, string? memoryTop, string? cpu, bool isSecond)
    {
        _memory = memory;
        _memoryTop = memoryTop;
        _cpu = cpu;
        _isSecond = isSecond;
    }

    /// <summary>Finds the group of this process.</summary>
    /// <param name="root">Where <c>proc</c> and <c>sys</c> lie: <c>/</c>, or a directory that a test has made.</param>
    public static ControlGroup Find(string root)
    {
        string groups = KernelFile.Text(Path.Combine(root, "proc/self/cgroup"));
        string mounts = KernelFile.Text(Path.Combine(root, "proc/self/mountinfo"));
        (string? memory, string? top) = GroupMounts.Locate(root, groups, mounts, "", "memory.current", "memory.max");
        if (memory is not null)
        {
            return new ControlGroup(memory, top, memory, true);
        }

        (memory, top) = GroupMounts.Locate(root, groups, mounts, "memory", "memory.usage_in_bytes", "memory.stat");
        (string? cpu, _) = GroupMounts.Locate(root, groups, mounts, "cpu", "cpu.stat", "cpu.cfs_period_us");
        return new ControlGroup(memory, top, cpu, false);
    }

    /// <summary>Most memory that the group may use, in bytes; 0 without a limit.</summary>
    public long MemoryLimitBytes()
    {
        if (_memory is null)
        {
            return 0;
        }

        long limit = long.MaxValue;
        if (_isSecond)
        {
            // A group of version 2 says its own limit alone; those above it bound it as well.
            for (string? at = _memory; at is not null && at.Length >= _memoryTop!.Length; at = Path.GetDirectoryName(at))
            {
                limit = Math.Min(limit, KernelFile.Number(Path.Combine(at, "memory.max")) ?? long.MaxValue);
            }
        }
        else
        {
            limit = KernelFile.Named(KernelFile.Text(Path.Combine(_memory, "memory.stat")), "hierarchical_memory_limit") ?? limit;
        }

        return limit < NoLimit ? limit : 0;
    }

    /// <summary>Memory in use that cannot be dropped, in bytes: without cached files, with what lies in memory file systems.</summary>
    public long MemoryUsedBytes()
    {
        if (_memory is null)
        {
            return 0;
        }

        string stat = KernelFile.Text(Path.Combine(_memory, "memory.stat"));
        (string use, string cached, string shared) = _isSecond
            ? ("memory.current", "file", "shmem")
            : ("memory.usage_in_bytes", "total_cache", "total_shmem");
        long droppable = (KernelFile.Named(stat, cached) ?? 0) - (KernelFile.Named(stat, shared) ?? 0);
        return Math.Max(0, (KernelFile.Number(Path.Combine(_memory, use)) ?? 0) - Math.Max(0, droppable));
    }

    /// <summary>How often the kernel has killed a process of the group for want of memory.</summary>
    public long OutOfMemoryKills() => _memory is null
        ? 0
        : KernelFile.Named(KernelFile.Text(Path.Combine(_memory, _isSecond ? "memory.events" : "memory.oom_control")), "oom_kill") ?? 0;

    /// <summary>Periods of the processor quota that have begun, and those of them in which it was used up.</summary>
    public (long Periods, long Throttled) Throttling()
    {
        string stat = _cpu is null ? "" : KernelFile.Text(Path.Combine(_cpu, "cpu.stat"));
        return (KernelFile.Named(stat, "nr_periods") ?? 0, KernelFile.Named(stat, "nr_throttled") ?? 0);
    }

    /// <summary>Processors that the quota allows, 0 without one.</summary>
    public double ProcessorLimit()
    {
        if (_cpu is null)
        {
            return 0;
        }

        if (!_isSecond)
        {
            long? quota = KernelFile.Number(Path.Combine(_cpu, "cpu.cfs_quota_us")); // -1 is no number here, and no quota
            long period = KernelFile.Number(Path.Combine(_cpu, "cpu.cfs_period_us")) ?? 0;
            return quota is { } q && period > 0 ? (double)q / period : 0;
        }

        string[] words = KernelFile.Text(Path.Combine(_cpu, "cpu.max")).Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        return words is [var most, var each] && long.TryParse(most, out long allowed) && long.TryParse(each, out long length) && length > 0
            ? (double)allowed / length
            : 0;
    }
}
