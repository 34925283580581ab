using HtcFlow.Runner.Ship.Traffic;
using HtcFlow.Testing;

namespace HtcFlow.Runner.Tests.Ship.Traffic;

public sealed class ClosingFilesTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Note_StillWritten_IsTriedEverMoreRarelyForASecond()
    {
        var files = new ClosingFiles(_time);
        var waits = new List<double>();
        files.Note("a");
        while (files.Next is { } wait)
        {
            Assert.Empty(files.TakeDue());
            waits.Add(wait.TotalMilliseconds);
            _time.Advance(wait);
            Assert.Equal(["a"], files.TakeDue());
            files.Note("a");
        }

        Assert.Equal([2, 4, 8, 16, 32, 64, 128, 256, 512], waits);
    }

    [Fact]
    public void Forget_ShippedMeanwhile_IsNotDue()
    {
        var files = new ClosingFiles(_time);
        files.Note("a");
        files.Forget("a");
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Empty(files.TakeDue());
        Assert.Null(files.Next);
    }
}
