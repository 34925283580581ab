using HtcFlow.Runner.Kernel;
using HtcFlow.Runner.Watch;
using HtcFlow.Testing;

namespace HtcFlow.Runner.Tests.Watch;

public sealed class FileGateTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Sightings _sightings = new();
    private WriterState _writers;

    [Fact]
    public void Judge_NoWriter_IsReadyAtOnce() => Assert.Equal(Readiness.Ready, Judge(WriterState.None));

    [Fact]
    public void Judge_OpenWriter_IsReadyOnlyWhenTheCommandIsOver()
    {
        Assert.Equal(Readiness.Writing, Judge(WriterState.Open));
        Assert.Equal(Readiness.Ready, Judge(WriterState.Open, CommandState.Ended));
    }

    [Fact]
    public void Judge_KernelCannotTell_IsReadyAfterQuietTime()
    {
        Assert.Equal(Readiness.Settling, Judge(WriterState.Unknown));
        _time.Advance(FileGate.Settle);
        Assert.Equal(Readiness.Ready, Judge(WriterState.Unknown));
    }

    [Fact]
    public void Judge_KernelCannotTellAndFileChanges_StartsAgain()
    {
        Judge(WriterState.Unknown, size: 1);
        _time.Advance(FileGate.Settle);

        Assert.Equal(Readiness.Settling, Judge(WriterState.Unknown, size: 2));
    }

    [Fact]
    public void Judge_FileVanished_IsGone() => Assert.Equal(Readiness.Gone, Judge(WriterState.Gone, CommandState.Ended));

    private Readiness Judge(WriterState writers, CommandState state = CommandState.Running, long size = 1)
    {
        _writers = writers;
        _sightings.Note("a", new FileStamp(1, size, 1, 1), _time.GetTimestamp());
        return new FileGate(_ => _writers, _sightings, _time).Judge("/x/a", "a", state);
    }
}
