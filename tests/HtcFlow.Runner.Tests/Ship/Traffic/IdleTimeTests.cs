using HtcFlow.Runner.Ship.Traffic;
using HtcFlow.Testing;

namespace HtcFlow.Runner.Tests.Ship.Traffic;

public sealed class IdleTimeTests : IDisposable
{
    private const string Text = "cpu  100 0 50 7000 250 0 3 0 0 0\ncpu0 50 0 25 3500 125 0 3 0 0 0\ncpu1 50 0 25 3500 125 0 0 0 0 0\nintr 1 2\n";

    private readonly TempDirectory _root = new();
    private readonly FakeTimeProvider _time = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public void Read_WholeMachine_GivesIdleAndWaitingTime() =>
        Assert.Equal(TimeSpan.FromSeconds(72.5), new IdleTime(_time, 2, _root.Write("stat", Text)).Read());

    [Fact]
    public void Read_PartOfTheMachine_CountsNothing() =>
        Assert.Equal(TimeSpan.Zero, new IdleTime(_time, 1, _root.Write("stat", Text)).Read());

    [Fact]
    public void Read_OftenInARow_AsksTheKernelTenTimesASecondAtMost()
    {
        var idle = new IdleTime(_time, 2, _root.Write("stat", Text));
        idle.Read();
        _root.Write("stat", Text.Replace("7000", "8000", StringComparison.Ordinal));
        _time.Advance(TimeSpan.FromMilliseconds(90));
        Assert.Equal(72.5, idle.Read().TotalSeconds);
        _time.Advance(TimeSpan.FromMilliseconds(20));
        Assert.Equal(82.5, idle.Read().TotalSeconds);
    }

    [Fact]
    public void Read_ThisMachine_Works() => Assert.True(new IdleTime(TimeProvider.System, Environment.ProcessorCount).Read() >= TimeSpan.Zero);
}
