using HtcFlow.Runner.Guard;
using HtcFlow.Testing;

namespace HtcFlow.Runner.Tests.Guard;

/// <summary>A directory in which a machine's <c>proc</c> and <c>sys</c> lie as a test wants them.</summary>
internal sealed class FakeMachine : IDisposable
{
    private readonly TempDirectory _root = new();

    public string Root => _root.At("");

    public ControlGroup Group => ControlGroup.Find(Root);

    /// <summary>A machine with a control group of version 2.</summary>
    public static FakeMachine Second(string path = "/", string shown = "/")
    {
        var machine = new FakeMachine();
        machine.Write("proc/self/cgroup", $"0::{path}\n");
        machine.Write("proc/self/mountinfo", $"22 1 0:20 / / rw - overlay overlay rw\n30 22 0:26 {shown} /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw\n");
        return machine;
    }

    /// <summary>A machine with control groups of version 1.</summary>
    public static FakeMachine First(string path)
    {
        var machine = new FakeMachine();
        machine.Write("proc/self/cgroup", $"5:cpu,cpuacct:{path}\n4:memory:{path}\n0::/\n");
        machine.Write(
            "proc/self/mountinfo",
            "31 22 0:27 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n32 22 0:28 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu,cpuacct\n");
        return machine;
    }

    public void Write(string path, string text)
    {
        string whole = _root.At(path);
        Directory.CreateDirectory(Path.GetDirectoryName(whole)!);
        File.WriteAllText(whole, text);
    }

    public void Dispose() => _root.Dispose();
}
