using HtcFlow.Core.Ports;

namespace HtcFlow.Backends.Simulated;

/// <summary>Troubles that wait for the next calls, and how often each call was made.</summary>
internal sealed class TroubleQueue
{
    private readonly Dictionary<BackendOperation, Queue<BackendTrouble>> _waiting = [];
    private readonly Dictionary<BackendOperation, int> _calls = [];

    /// <summary>Whether every call fails.</summary>
    internal bool IsOutage { get; set; }

    /// <summary>Lets the next calls of a kind go wrong.</summary>
    internal void Add(BackendOperation operation, BackendTrouble trouble, int times)
    {
        if (!_waiting.TryGetValue(operation, out Queue<BackendTrouble>? queue))
        {
            _waiting[operation] = queue = new Queue<BackendTrouble>();
        }

        for (int i = 0; i < times; i++)
        {
            queue.Enqueue(trouble);
        }
    }

    /// <summary>How often a call was made, failed ones included.</summary>
    internal int CallsOf(BackendOperation operation) => _calls.GetValueOrDefault(operation);

    /// <summary>Counts a call and takes its trouble; throws when the call must not have an effect.</summary>
    internal BackendTrouble Enter(BackendOperation operation)
    {
        _calls[operation] = CallsOf(operation) + 1;
        if (IsOutage)
        {
            throw Fault(FaultKind.Transient, operation, "no connection");
        }

        BackendTrouble trouble = _waiting.TryGetValue(operation, out Queue<BackendTrouble>? queue) && queue.TryDequeue(out BackendTrouble t)
            ? t
            : BackendTrouble.None;
        return trouble switch
        {
            BackendTrouble.LostBefore => throw Fault(FaultKind.Transient, operation, "the connection was lost"),
            BackendTrouble.Throttled => throw new FaultException(FaultKind.Throttled, NameOf(operation), "twin", "too many requests")
            {
                RetryAfter = TimeSpan.FromSeconds(1),
            },
            BackendTrouble.Denied => throw Fault(FaultKind.Denied, operation, "access denied"),
            _ => trouble,
        };
    }

    /// <summary>Throws when the reply of a call is to be lost.</summary>
    internal static void Leave(BackendOperation operation, BackendTrouble trouble)
    {
        if (trouble == BackendTrouble.LostAfter)
        {
            throw Fault(FaultKind.Transient, operation, "the connection was lost");
        }
    }

    private static FaultException Fault(FaultKind kind, BackendOperation operation, string detail) =>
        new(kind, NameOf(operation), "twin", detail);

    private static string NameOf(BackendOperation operation) => operation switch
    {
        BackendOperation.Submit => "submit arrays",
        BackendOperation.Find => "find arrays",
        BackendOperation.Observe => "observe arrays",
        BackendOperation.Cancel => "cancel elements",
        _ => "forget arrays",
    };
}
