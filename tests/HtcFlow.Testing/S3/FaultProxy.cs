using System.Collections.Concurrent;

namespace HtcFlow.Testing.S3;

/// <summary>Stands between a client and an S3 server on loopback and spoils what passes, by chance from a seed or as a test has scripted.</summary>
/// <remarks>
/// The client signs the proxy's address as its host and the request passes unchanged, so signatures hold. Callers: any thread;
/// everything may be switched while requests are under way and holds from the next request on.
/// </remarks>
public sealed class FaultProxy : IAsyncDisposable
{
    private readonly ConcurrentDictionary<ProxyFault, int> _counts = new();
    private readonly List<(Func<ProxyRequest, bool> Match, ProxyFault Fault, ProxyReply? Reply)> _script = [];
    private readonly List<(Func<ProxyRequest, bool> Match, TaskCompletionSource Done)> _awaited = [];
    private readonly ConcurrentQueue<ProxyRequest> _requests = new();
    private readonly Lock _lock = new();
    private readonly Random _dice;
    private readonly LoopbackServer _server;
    private int _slowDowns;

    /// <summary>Begins to listen.</summary>
    /// <param name="gateway">The server behind it.</param>
    /// <param name="seed">Seed of what happens by chance.</param>
    /// <param name="time">Clock of its pauses.</param>
    public FaultProxy(S3Gateway gateway, int seed, TimeProvider time)
    {
        Gateway = gateway;
        Time = time;
        _dice = new Random(seed);
        _server = new LoopbackServer((client, end) => new ProxyConnection(this, client).RunAsync(end));
    }

    /// <summary>Where it listens.</summary>
    public Uri Endpoint => _server.Address;

    /// <summary>What happens by chance.</summary>
    public FaultStorm Storm { get; set; } = FaultStorm.Calm;

    /// <summary>Pause before each request is passed on.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>Most bytes that a connection carries in a second, each way; 0 for any number.</summary>
    public long BytesPerSecond { get; set; }

    /// <summary>Whether conditional writes replace what exists, as some stores have it.</summary>
    public bool IgnoresIfNoneMatch { get; set; }

    /// <summary>Whether bodies that are signed chunk by chunk are refused, as some stores do.</summary>
    public bool RefusesChunkSigning { get; set; }

    /// <summary>Every request that came, those that were spoilt included.</summary>
    public IReadOnlyCollection<ProxyRequest> Requests => _requests;

    internal S3Gateway Gateway { get; }

    internal TimeProvider Time { get; }

    /// <summary>How often a fault was dealt.</summary>
    public int Count(ProxyFault fault) => _counts.GetValueOrDefault(fault);

    /// <summary>Deals a fault to the next request that matches; several wait in line, each for one request.</summary>
    public void Next(Func<ProxyRequest, bool> match, ProxyFault fault)
    {
        lock (_lock)
        {
            _script.Add((match, fault, null));
        }
    }

    /// <summary>Answers the next request that matches in the server's place.</summary>
    public void Next(Func<ProxyRequest, bool> match, ProxyReply reply)
    {
        lock (_lock)
        {
            _script.Add((match, ProxyFault.Scripted, reply));
        }
    }

    /// <summary>Completes when the server has done what a request that matches asked for, whatever becomes of its reply.</summary>
    public Task Done(Func<ProxyRequest, bool> match)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _awaited.Add((match, done));
        }

        return done.Task;
    }

    /// <summary>Forgets what was scripted and has not happened.</summary>
    public void ForgetScript()
    {
        lock (_lock)
        {
            _script.Clear();
        }
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    /// <summary>Decides a request's fate.</summary>
    internal (ProxyFault Fault, ProxyReply? Reply) Deal(ProxyRequest request)
    {
        _requests.Enqueue(request);
        (ProxyFault Fault, ProxyReply? Reply) fate = Choose(request);
        if (fate.Fault != ProxyFault.None)
        {
            _counts.AddOrUpdate(fate.Fault, 1, (_, count) => count + 1);
        }

        return (fate.Fault, fate.Reply ?? fate.Fault switch
        {
            ProxyFault.InternalError => ProxyReply.Error("500 Internal Server Error", "InternalError"),
            ProxyFault.SlowDown => Interlocked.Increment(ref _slowDowns) % 2 == 0
                ? ProxyReply.Error("503 Slow Down", "SlowDown", "Retry-After: 1")
                : ProxyReply.Error("503 Slow Down", "SlowDown"),
            ProxyFault.Conflict => ProxyReply.Error("409 Conflict", "ConditionalRequestConflict"),
            _ => null,
        });
    }

    /// <summary>Hears that the server has done what a request asked for.</summary>
    internal void NoteDone(ProxyRequest request)
    {
        lock (_lock)
        {
            _awaited.FindAll(entry => entry.Match(request)).ForEach(entry => entry.Done.TrySetResult());
            _awaited.RemoveAll(entry => entry.Done.Task.IsCompleted);
        }
    }

    private (ProxyFault Fault, ProxyReply? Reply) Choose(ProxyRequest request)
    {
        if (RefusesChunkSigning && request.Header("x-amz-content-sha256").StartsWith("STREAMING-", StringComparison.Ordinal))
        {
            return (ProxyFault.Scripted, ProxyReply.Error("501 Not Implemented", "NotImplemented"));
        }

        lock (_lock)
        {
            int at = _script.FindIndex(entry => entry.Match(request));
            if (at < 0)
            {
                return (Storm.Draw(_dice.NextDouble(), request), null);
            }

            (_, ProxyFault fault, ProxyReply? reply) = _script[at];
            _script.RemoveAt(at);
            return (fault, reply);
        }
    }
}
