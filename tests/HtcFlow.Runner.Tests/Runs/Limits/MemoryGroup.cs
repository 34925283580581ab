using System.Globalization;
using HtcFlow.Runner.Guard;
using HtcFlow.Runner.Kernel;

namespace HtcFlow.Runner.Tests.Runs.Limits;

/// <summary>A control group with a memory limit below the one of this process, where this process may make one.</summary>
internal sealed class MemoryGroup : IDisposable
{
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(10);

    private readonly string _directory;

    /// <summary>Makes it; a test that cannot have one is skipped.</summary>
    public MemoryGroup(long limitBytes)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"htcflow-test-{Environment.ProcessId}-{Guid.NewGuid():N}");
        _directory = Path.Combine(Parent(out string limitFile), name);
        try
        {
            Directory.CreateDirectory(_directory);
            File.WriteAllText(Path.Combine(_directory, limitFile), limitBytes.ToString(CultureInfo.InvariantCulture));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Dispose();
            Assert.Skip($"this machine does not let the test make a control group: {e.Message}");
        }
    }

    /// <summary>Words that start a program in the group.</summary>
    public IReadOnlyList<string> Through => ["/bin/sh", "-c", $"echo $$ > {_directory}/cgroup.procs && exec \"$@\"", "sh"];

    /// <summary>Takes the group away once the kernel has let go of what ran in it.</summary>
    public void Dispose() => SpinWait.SpinUntil(() => FileCalls.RemoveDirectory(_directory) == 0 || !Directory.Exists(_directory), s_longest);

    private static string Parent(out string limitFile)
    {
        string groups = File.ReadAllText("/proc/self/cgroup");
        string mounts = File.ReadAllText("/proc/self/mountinfo");
        (string? first, _) = GroupMounts.Locate("/", groups, mounts, "memory", "memory.usage_in_bytes", "memory.stat");
        (string? second, _) = GroupMounts.Locate("/", groups, mounts, "", "cgroup.procs", "cgroup.controllers");
        limitFile = first is null ? "memory.max" : "memory.limit_in_bytes";
        Assert.SkipWhen(first is null && second is null, "this machine shows no control groups");
        return first ?? second!;
    }
}
