using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using HtcFlow.Core.Ports;

namespace HtcFlow.Engine.Lanes;

/// <summary>One backend's queue: calls go in, replies come out, one call is under way at a time.</summary>
public sealed class Lane : IAsyncDisposable
{
    // The loop keeps at most one call an array under way and batches 100 arrays a call, so this many calls cover a million arrays.
    private const int Capacity = 10_000;

    private readonly IBackend _backend;
    private readonly TimeProvider _time;
    private readonly LaneWorker _worker;
    private readonly Channel<LaneCall> _calls = Channel.CreateBounded<LaneCall>(Capacity);
    private readonly Channel<LaneReply> _replies = Channel.CreateUnbounded<LaneReply>();
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _observed = new(0, 1);
    private readonly Task _calling;
    private readonly Task _listening;
    private int _unanswered;

    /// <summary>Opens the lane and starts working.</summary>
    public Lane(IBackend backend, IObjectStore store, TimeProvider time)
    {
        _backend = backend;
        _time = time;
        _worker = new LaneWorker(backend, store, time);
        _calling = Guard(CallAsync());
        _listening = Guard(ListenAsync());
    }

    /// <summary>Whether every call was answered and every answer was taken.</summary>
    public bool IsIdle => _unanswered == 0;

    /// <summary>Queues a call. Only the loop calls this.</summary>
    public ValueTask EnqueueAsync(LaneCall call, CancellationToken cancellationToken)
    {
        _unanswered++;
        return _calls.Writer.WriteAsync(call, cancellationToken);
    }

    /// <summary>Takes the next reply, in the order in which calls ended, with news in between. Only the loop calls this.</summary>
    public bool TryTake([NotNullWhen(true)] out LaneReply? reply)
    {
        bool isThere = _replies.Reader.TryRead(out reply);
        _unanswered -= isThere && reply is not LaneReply.News ? 1 : 0;
        return isThere;
    }

    /// <summary>Waits for a reply; throws what killed the lane.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        if (!await _replies.Reader.WaitToReadAsync(cancellationToken))
        {
            throw new InvalidOperationException("The lane has ended although the engine goes on.");
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_calling, _listening);
        _stop.Dispose();
        _observed.Dispose();
    }

    // A bug in a backend must reach the loop: both channels are closed with it, so that the loop throws it wherever it waits.
    // A cancellation that nobody asked for is one (HttpClient reports its time-outs so).
    private async Task Guard(Task work)
    {
        await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Exception? bug = work.Exception?.InnerException;
        if (bug is null && !_stop.IsCancellationRequested)
        {
            bug = new InvalidOperationException("A call to the backend was cancelled although the engine goes on.");
        }

        _calls.Writer.TryComplete(bug);
        _replies.Writer.TryComplete(bug);
    }

    private async Task CallAsync()
    {
        var line = new CallLine();
        while (line.Count > 0 || await _calls.Reader.WaitToReadAsync(_stop.Token))
        {
            while (line.Count < Capacity && _calls.Reader.TryRead(out LaneCall? queued))
            {
                line.Add(queued);
            }

            LaneCall call = line.Take()!;
            _stop.Token.ThrowIfCancellationRequested();
            long begin = _time.GetTimestamp();
            LaneReply reply = await _worker.ExecuteAsync(call, _stop.Token);
            line.Spend(call, _time.GetElapsedTime(begin));
            _replies.Writer.TryWrite(reply);
            if (call is LaneCall.Observe && _observed.CurrentCount == 0)
            {
                _observed.Release();
            }
        }
    }

    private async Task ListenAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await _backend.WaitForNewsAsync(_stop.Token);
                _replies.Writer.TryWrite(new LaneReply.News());
            }
            catch (FaultException)
            {
                // Without news the engine still polls; listening is tried again after the next look.
            }

            // The same news would be told again until somebody has looked.
            await _observed.WaitAsync(_stop.Token);
        }
    }
}
