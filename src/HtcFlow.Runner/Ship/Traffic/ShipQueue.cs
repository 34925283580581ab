using HtcFlow.Core.Wire;
using HtcFlow.Runner.Watch;

namespace HtcFlow.Runner.Ship.Traffic;

/// <summary>Runs uploads abreast, bounded in number and in memory, and brings their ends back to the one thread that harvests.</summary>
/// <remarks>Uploads end in any order. What must come after something else (a manifest after its files) is begun by whoever is told
/// of that end. Members marked so belong to the harvesting thread; the rest is safe from any.</remarks>
internal sealed class ShipQueue
{
    /// <summary>Uploads in flight: with a round trip of 30 ms, 32 keep a store busy at the 1,000 puts a second that one core signs and sends.</summary>
    public const int MaxFlying = 32;

    /// <summary>Memory for what is in flight, by <see cref="CostOf"/>: four large files, or as many small ones as may fly.</summary>
    private const long MaxCost = 96L << 20;

    /// <summary>Files from this size on are sent in parts; <c>FileTransfer</c> reads smaller ones whole.</summary>
    private const long LargeBytes = 2L << 20;

    /// <summary>A large file's buffers: two or three parts of 3 MiB in the encoder and two of 8 MiB on their way.</summary>
    private const long LargeCost = 24L << 20;

    /// <summary>A small file is read whole, compressed beside it, and sent.</summary>
    private const long SmallCost = 192L << 10;

    private readonly Lock _gate = new();
    private readonly LinkedList<Shipment> _waiting = new();
    private readonly Queue<(int Epoch, Action Deliver)> _arrivals = new();
    private readonly Dictionary<int, int> _open = [];
    private readonly Uploader _uploader;
    private readonly Backlog _backlog;
    private readonly UploadPace _pace;
    private readonly Func<string, WriterState> _writers;
    private LinkedListNode<Shipment>? _lastFirst;
    private TaskCompletionSource? _waiter;
    private long _cost;
    private int _flying;
    private bool _isPaced;

    /// <summary>Creates a queue.</summary>
    /// <param name="uploader">Uploads.</param>
    /// <param name="backlog">Told what waits.</param>
    /// <param name="pace">Says when the next upload may begin.</param>
    /// <param name="writers">Asks whether a file has a writer.</param>
    public ShipQueue(Uploader uploader, Backlog backlog, UploadPace pace, Func<string, WriterState> writers)
    {
        _uploader = uploader;
        _backlog = backlog;
        _pace = pace;
        _writers = writers;
    }

    /// <summary>Rung whenever something has arrived.</summary>
    public Action? Bell { get; set; }

    /// <summary>Number of the present look; belongs to the harvesting thread.</summary>
    public int Epoch { get; private set; } = 1;

    /// <summary>Whether nothing waits, flies, or has arrived without having been delivered.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_gate)
            {
                return _open.Count == 0;
            }
        }
    }

    /// <summary>Ends a look; what is added from now on belongs to the next one. Belongs to the harvesting thread.</summary>
    /// <returns>Number of the look that ended.</returns>
    public int EndEpoch() => Epoch++;

    /// <summary>Says whether everything of a look and of those before it has been delivered.</summary>
    public bool IsDone(int epoch)
    {
        lock (_gate)
        {
            foreach (int open in _open.Keys)
            {
                if (open <= epoch)
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>Adds an upload.</summary>
    /// <param name="shipment">What to upload.</param>
    /// <param name="first">Whether it goes before all that is not first itself.</param>
    public void Add(Shipment shipment, bool first)
    {
        _backlog.Wait(shipment.Bytes);
        lock (_gate)
        {
            Open(shipment.Epoch);
            if (first)
            {
                _lastFirst = _lastFirst is null ? _waiting.AddFirst(shipment) : _waiting.AddAfter(_lastFirst, shipment);
            }
            else
            {
                _waiting.AddLast(shipment);
            }
        }

        Pump();
    }

    /// <summary>Moves what waits and fits before the rest, in its order.</summary>
    public void Promote(Func<Shipment, bool> fits)
    {
        lock (_gate)
        {
            LinkedListNode<Shipment>? node = _lastFirst is null ? _waiting.First : _lastFirst.Next;
            while (node is not null)
            {
                LinkedListNode<Shipment>? next = node.Next;
                if (fits(node.Value))
                {
                    _waiting.Remove(node);
                    _lastFirst = _lastFirst is null ? _waiting.AddFirst(node.Value) : _waiting.AddAfter(_lastFirst, node.Value);
                }

                node = next;
            }
        }
    }

    /// <summary>Runs something else beside the uploads and tells its end like theirs.</summary>
    public void Run<T>(int epoch, Func<Task<T>> work, Action<Task<T>> arrived)
    {
        lock (_gate)
        {
            Open(epoch);
        }

        _ = Task.Run(work).ContinueWith(
            ended => Arrive(epoch, () => arrived(ended)), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Removes objects that nothing names any more, as time allows.</summary>
    public void Drop(IReadOnlyCollection<string> keys) => Run(Epoch, () => _uploader.DropAsync(keys), _ => { });

    /// <summary>Tells whoever asked for it of everything that has ended; belongs to the harvesting thread.</summary>
    public void Deliver()
    {
        while (true)
        {
            (int Epoch, Action Deliver) arrival;
            lock (_gate)
            {
                if (!_arrivals.TryDequeue(out arrival))
                {
                    return;
                }
            }

            try
            {
                arrival.Deliver();
            }
            finally
            {
                Close(arrival.Epoch);
            }
        }
    }

    /// <summary>Completes when something can be delivered.</summary>
    public Task ArrivalAsync()
    {
        lock (_gate)
        {
            return _arrivals.Count > 0
                ? Task.CompletedTask
                : (_waiter ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>Begins as many uploads as there is room for; also called when the pace may have changed.</summary>
    public void Pump()
    {
        while (true)
        {
            Shipment shipment;
            lock (_gate)
            {
                if (_waiting.First is not { } node || _isPaced || _flying >= MaxFlying
                    || (_flying > 0 && _cost + CostOf(node.Value) > MaxCost))
                {
                    return;
                }

                if (_pace.Delay() is { } delay && delay > TimeSpan.Zero)
                {
                    _isPaced = true;
                    _pace.After(delay, Resume);
                    return;
                }

                shipment = node.Value;
                _lastFirst = ReferenceEquals(_lastFirst, node) ? null : _lastFirst;
                _waiting.RemoveFirst();
                _flying++;
                _cost += CostOf(shipment);
            }

            _ = Task.Run(() => ShipAsync(shipment)).ContinueWith(
                ended => Land(shipment, ended), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private static long CostOf(Shipment shipment) => shipment.Bytes >= LargeBytes ? LargeCost : SmallCost + (3 * shipment.Bytes);

    private async Task<StoredFile?> ShipAsync(Shipment shipment)
    {
        StoredFile? stored = await _uploader.ShipAsync(
            shipment.Path, shipment.Name, shipment.Key, shipment.Status, _backlog, CancellationToken.None, _pace);

        // Stores through a mapping need not touch any time stamp; who can make them has the file open.
        return stored is not null && shipment.IsGuarded && _writers(shipment.Path) == WriterState.Open ? null : stored;
    }

    private void Land(Shipment shipment, Task<StoredFile?> ended)
    {
        lock (_gate)
        {
            _flying--;
            _cost -= CostOf(shipment);
        }

        Arrive(shipment.Epoch, () => shipment.Arrived(shipment, ended));
        Pump();
    }

    private void Resume()
    {
        lock (_gate)
        {
            _isPaced = false;
        }

        Pump();
    }

    private void Arrive(int epoch, Action deliver)
    {
        TaskCompletionSource? waiter;
        lock (_gate)
        {
            _arrivals.Enqueue((epoch, deliver));
            (waiter, _waiter) = (_waiter, null);
        }

        waiter?.SetResult();
        Bell?.Invoke();
    }

    private void Open(int epoch) => _open[epoch] = _open.GetValueOrDefault(epoch) + 1;

    private void Close(int epoch)
    {
        lock (_gate)
        {
            if (--_open[epoch] == 0)
            {
                _open.Remove(epoch);
            }
        }
    }
}
