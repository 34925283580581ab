using HtcFlow.Objects.Frames;

namespace HtcFlow.Objects.Tests.Stores;

/// <summary>Gives one byte, then waits to be ended: a put that is under way.</summary>
internal sealed class PausingStream : ReadOnlyStream
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _given;

    /// <summary>Completes when the reader has the byte and asks for more.</summary>
    public Task Asked => _asked.Task;

    public void End() => _ended.SetResult();

    public override int Read(Span<byte> buffer) => throw new NotSupportedException();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_given)
        {
            _given = true;
            return 1;
        }

        _asked.TrySetResult();
        await _ended.Task;
        return 0;
    }
}
