using HtcFlow.Runner.Tests.Ship;
using HtcFlow.Runner.Watch;
using HtcFlow.Testing;

namespace HtcFlow.Runner.Tests.Watch;

public sealed class WriterCheckTests : IDisposable
{
    private readonly TempDirectory _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Of_TwoWritersOneCloses_IsStillOpen()
    {
        string path = _scratch.Write("a", "x");
        using var first = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        var second = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        Assert.SkipWhen(WriterCheck.Of(path) == WriterState.Unknown, "this file system grants no leases");

        second.Dispose();

        Assert.Equal(WriterState.Open, WriterCheck.Of(path));
        first.Dispose();
        Field.AwaitClose(path);
        Assert.Equal(WriterState.None, WriterCheck.Of(path));
    }

    [Fact]
    public void Of_OpenedForWritingAtThatMoment_NobodyIsKilledByTheSignal()
    {
        string path = _scratch.Write("a", "x");
        var isOver = new ManualResetEventSlim();
        var writer = new Thread(() =>
        {
            while (!isOver.IsSet)
            {
                using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
            }
        });
        writer.Start();

        for (int round = 0; round < 20_000; round++)
        {
            Assert.NotEqual(WriterState.Gone, WriterCheck.Of(path));
        }

        isOver.Set();
        writer.Join();
    }

    [Fact]
    public void Of_NoFile_IsGone() => Assert.Equal(WriterState.Gone, WriterCheck.Of(_scratch.At("nothing")));
}
