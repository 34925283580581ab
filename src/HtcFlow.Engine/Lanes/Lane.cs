using System.Threading.Channels;
using HtcFlow.Core.Ports;

namespace HtcFlow.Engine.Lanes;

/// <summary>One backend's queue: calls go in, replies come out, one call is under way at a time.</summary>
public sealed class Lane : IAsyncDisposable
{
    // The loop keeps at most one call an array under way and batches 100 arrays a call, so this many calls cover a million arrays.
    private const int Capacity = 10_000;

    private readonly IBackend _backend;
    private readonly LaneWorker _worker;
    private readonly Channel<LaneCall> _calls = Channel.CreateBounded<LaneCall>(Capacity);
    private readonly Channel<LaneReply> _replies = Channel.CreateUnbounded<LaneReply>();
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _observed = new(0, 1);
    private readonly Task _calling;
    private readonly Task _listening;
    private int _underWay;

    /// <summary>Opens the lane and starts working.</summary>
    public Lane(IBackend backend, IObjectStore store)
    {
        _backend = backend;
        _worker = new LaneWorker(backend, store);
        _calling = CallAsync();
        _listening = ListenAsync();
    }

    /// <summary>Replies in the order of their calls, with news in between.</summary>
    public ChannelReader<LaneReply> Replies => _replies.Reader;

    /// <summary>Whether nothing is queued or under way.</summary>
    public bool IsIdle => Volatile.Read(ref _underWay) == 0;

    /// <summary>Queues a call.</summary>
    public ValueTask EnqueueAsync(LaneCall call, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _underWay);
        return _calls.Writer.WriteAsync(call, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_calling, _listening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        _observed.Dispose();
        if (_calling.IsFaulted)
        {
            await _calling;
        }
    }

    private async Task CallAsync()
    {
        // A bug in a backend must reach the loop: closing the channel with it makes the loop throw.
        Exception? bug = null;
        try
        {
            await foreach (LaneCall call in _calls.Reader.ReadAllAsync(_stop.Token))
            {
                LaneReply reply = await _worker.ExecuteAsync(call, _stop.Token);
                Interlocked.Decrement(ref _underWay);
                _replies.Writer.TryWrite(reply);
                if (call is LaneCall.Observe && _observed.CurrentCount == 0)
                {
                    _observed.Release();
                }
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            bug = e;
            throw;
        }
        finally
        {
            _replies.Writer.TryComplete(bug);
        }
    }

    private async Task ListenAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            await _backend.WaitForNewsAsync(_stop.Token);
            _replies.Writer.TryWrite(new LaneReply.News());

            // The same news would be told again until somebody has looked.
            await _observed.WaitAsync(_stop.Token);
        }
    }
}
