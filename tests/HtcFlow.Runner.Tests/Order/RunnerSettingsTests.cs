using HtcFlow.Core.Campaigns;
using HtcFlow.Runner.Order;

namespace HtcFlow.Runner.Tests.Order;

public sealed class RunnerSettingsTests
{
    [Fact]
    public void Read_EmptyEnvironment_UsesDefaults()
    {
        RunnerSettings settings = RunnerSettings.Read(Variables.Of(""), "ip-10-0-0-1.local");

        Assert.Equal("/tmp", settings.ScratchBase);
        Assert.Equal("ip-10-0-0-1.local", settings.Machine);
        Assert.Equal("ip-10-0-0-1.local", settings.Host);
        Assert.Equal(CpuLevel.Avx512, settings.CpuCap);
        Assert.Equal(TimeSpan.FromSeconds(RunnerSettings.DefaultGraceSeconds), settings.Grace);
    }

    [Fact]
    public void Read_EverythingSet_IsTaken()
    {
        RunnerSettings settings = RunnerSettings.Read(
            Variables.Of("HTCFLOW_SCRATCH=/s;TMPDIR=/t;HTCFLOW_CACHE=/c;HTCFLOW_MACHINE=c7i.large/x;HTCFLOW_HOST=node 7;HTCFLOW_CPU_LEVEL=avx2;HTCFLOW_GRACE_SECONDS=0.5"),
            "host");

        Assert.Equal(("/s", "/c", "c7i.large-x"), (settings.ScratchBase, settings.Cache, settings.Machine));
        Assert.Equal("node-7", settings.Host);
        Assert.Equal((CpuLevel.Avx2, TimeSpan.FromSeconds(0.5)), (settings.CpuCap, settings.Grace));
    }

    [Theory]
    [InlineData("HTCFLOW_CPU_LEVEL=sse9")]
    [InlineData("HTCFLOW_GRACE_SECONDS=soon")]
    [InlineData("HTCFLOW_GRACE_SECONDS=-1")]
    public void Read_Nonsense_NamesTheVariable(string variables)
    {
        OrderProblem problem = Assert.Throws<OrderProblem>(() => RunnerSettings.Read(Variables.Of(variables), "host"));

        Assert.StartsWith(variables.Split('=')[0], problem.Message);
    }
}
