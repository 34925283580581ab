using HtcFlow.Runner.Guard;

namespace HtcFlow.Runner.Tests.Guard;

public sealed class ControlGroupTests
{
    [Theory]
    [InlineData("/", "/", "sys/fs/cgroup")]
    [InlineData("/job/7", "/", "sys/fs/cgroup/job/7")]
    [InlineData("/pods/abc", "/pods/abc", "sys/fs/cgroup")]
    [InlineData("/host/path", "/", "sys/fs/cgroup")]
    public void Second_Wherever_IsFound(string path, string shown, string directory)
    {
        using FakeMachine machine = FakeMachine.Second(path, shown);
        machine.Write(directory + "/memory.max", "1000000\n");
        machine.Write(directory + "/memory.current", "700000\n");
        machine.Write(directory + "/memory.stat", "anon 100\nfile 400000\nshmem 100000\n");
        machine.Write(directory + "/memory.events", "low 0\noom 3\noom_kill 2\n");
        machine.Write(directory + "/cpu.stat", "usage_usec 5\nnr_periods 10\nnr_throttled 4\n");
        machine.Write(directory + "/cpu.max", "150000 100000\n");

        ControlGroup group = machine.Group;

        Assert.Equal((1_000_000, 400_000, 2), (group.MemoryLimitBytes(), group.MemoryUsedBytes(), group.OutOfMemoryKills()));
        Assert.Equal((10, 4), group.Throttling());
        Assert.Equal(1.5, group.ProcessorLimit());
    }

    [Fact]
    public void Second_GroupsAbove_BoundItToo()
    {
        using FakeMachine machine = FakeMachine.Second("/job/7");
        machine.Write("sys/fs/cgroup/job/7/memory.max", "max\n");
        machine.Write("sys/fs/cgroup/job/7/memory.current", "1\n");
        machine.Write("sys/fs/cgroup/job/memory.max", "5000\n");

        Assert.Equal(5000, machine.Group.MemoryLimitBytes());
    }

    [Fact]
    public void First_Group_IsRead()
    {
        using FakeMachine machine = FakeMachine.First("/docker/abc");
        machine.Write("sys/fs/cgroup/memory/docker/abc/memory.usage_in_bytes", "700000\n");
        machine.Write("sys/fs/cgroup/memory/docker/abc/memory.stat", "cache 1\ntotal_cache 400000\ntotal_shmem 100000\nhierarchical_memory_limit 2000000\n");
        machine.Write("sys/fs/cgroup/memory/docker/abc/memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 1\n");
        machine.Write("sys/fs/cgroup/cpu/docker/abc/cpu.stat", "nr_periods 8\nnr_throttled 2\n");
        machine.Write("sys/fs/cgroup/cpu/docker/abc/cpu.cfs_period_us", "100000\n");
        machine.Write("sys/fs/cgroup/cpu/docker/abc/cpu.cfs_quota_us", "-1\n");

        ControlGroup group = machine.Group;

        Assert.Equal((2_000_000, 400_000, 1), (group.MemoryLimitBytes(), group.MemoryUsedBytes(), group.OutOfMemoryKills()));
        Assert.Equal((8, 2), group.Throttling());
        Assert.Equal(0, group.ProcessorLimit());
    }

    [Fact]
    public void First_NoLimit_IsZero()
    {
        using FakeMachine machine = FakeMachine.First("/");
        machine.Write("sys/fs/cgroup/memory/memory.usage_in_bytes", "7\n");
        machine.Write("sys/fs/cgroup/memory/memory.stat", "hierarchical_memory_limit 9223372036854771712\n");

        Assert.Equal((0, 7), (machine.Group.MemoryLimitBytes(), machine.Group.MemoryUsedBytes()));
    }

    [Fact]
    public void Find_NothingThere_TellsNothing()
    {
        using var machine = new FakeMachine();

        Assert.Equal((0, 0, 0), (machine.Group.MemoryLimitBytes(), machine.Group.MemoryUsedBytes(), machine.Group.OutOfMemoryKills()));
        Assert.Equal(default, new HostGauge(machine.Root, machine.Group).Read());
    }

    [Fact]
    public void Find_ThisMachine_IsReadWithoutAFault() => Assert.True(ControlGroup.Find("/").MemoryLimitBytes() >= 0);

    [Fact]
    public void Read_Host_TellsStealAndPressure()
    {
        using FakeMachine machine = FakeMachine.Second();
        machine.Write("proc/stat", "cpu  100 0 0 100 0 0 0 0 0 0\ncpu0 1\n");
        machine.Write("proc/pressure/cpu", "some avg10=1.00 avg60=25.50 avg300=0.00 total=1\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n");
        machine.Write("proc/pressure/memory", "some avg10=0.00 avg60=50.00 avg300=0.00 total=1\nfull avg10=0.00 avg60=12.00 avg300=0.00 total=0\n");
        var gauge = new HostGauge(machine.Root, machine.Group);
        machine.Write("proc/stat", "cpu  150 0 0 120 0 0 0 30 0 0\ncpu0 1\n");

        Assert.Equal(new Core.Guards.HostEvidence(0.3, 0.255, 0.12, 0), gauge.Read());
    }
}
