using HtcFlow.Runner.Supervise;

namespace HtcFlow.Runner.Tests.Supervise;

public sealed class SignalNamesTests
{
    [Theory]
    [InlineData("USR1", 10)]
    [InlineData("SIGUSR2", 12)]
    [InlineData("TERM", 15)]
    [InlineData("SYS", 31)]
    [InlineData("", 0)]
    [InlineData("NONSENSE", 0)]
    public void NumberOf_Name_GivesLinuxNumber(string name, int number) => Assert.Equal(number, SignalNames.NumberOf(name));

    [Theory]
    [InlineData(11, "SIGSEGV")]
    [InlineData(40, "signal 40")]
    public void NameOf_Number_GivesTheUsualName(int number, string name) => Assert.Equal(name, SignalNames.NameOf(number));

    [Theory]
    [InlineData(0x0300, 3, 0)]
    [InlineData(0x0000, 0, 0)]
    [InlineData(0x008B, 139, 11)]
    [InlineData(0x0009, 137, 9)]
    public void ChildEnd_StatusWord_GivesCodeAndSignal(int status, int code, int signal) =>
        Assert.Equal(new ChildEnd(code, signal, TimeSpan.Zero), ChildEnd.Of(status, TimeSpan.Zero));
}
