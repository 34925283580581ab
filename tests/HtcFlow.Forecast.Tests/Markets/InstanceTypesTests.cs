using HtcFlow.Forecast.Markets;

namespace HtcFlow.Forecast.Tests.Markets;

public sealed class InstanceTypesTests
{
    [Theory]
    [InlineData("c5.large", 2, 4)]
    [InlineData("c5.18xlarge", 72, 144)]
    [InlineData("m5.24xlarge", 96, 384)]
    [InlineData("r5d.xlarge", 4, 32)]
    [InlineData("c4.8xlarge", 36, 0)]
    [InlineData("m4.10xlarge", 40, 0)]
    [InlineData("c7i-flex.2xlarge", 8, 16)]
    [InlineData("t3.2xlarge", 8, 0)]
    public void Derive_RegularName_TellsProcessorsAndMemory(string type, int vcpus, int gibibytes)
    {
        MachineFacts facts = InstanceTypes.Derive(type);
        Assert.Equal(vcpus, facts.Vcpus);
        Assert.Equal(gibibytes == 0 ? null : (long)gibibytes << 30, facts.MemoryBytes);
    }

    [Theory]
    [InlineData("c5.metal")]
    [InlineData("t3.medium")]
    [InlineData("m1.large")]
    [InlineData("hpc6a.48xlarge")]
    [InlineData("c5.xxlarge")]
    [InlineData("node")]
    public void Derive_OddName_TellsNothing(string type) => Assert.Equal(new MachineFacts(), InstanceTypes.Derive(type));
}
