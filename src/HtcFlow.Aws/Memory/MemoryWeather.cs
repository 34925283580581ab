using HtcFlow.Core.Ports;

namespace HtcFlow.Aws.Memory;

/// <summary>Counts the calls of in-memory twins and has some of them fail.</summary>
/// <remarks>Callers: any thread.</remarks>
public sealed class MemoryWeather
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _calls = [];
    private readonly List<(string Operation, FaultKind Kind, bool IsLate, int Left)> _failures = [];

    /// <summary>Calls so far by operation, for example <c>SubmitJob</c>.</summary>
    public IReadOnlyDictionary<string, int> Calls
    {
        get
        {
            lock (_lock)
            {
                return new Dictionary<string, int>(_calls);
            }
        }
    }

    /// <summary>Has the next calls of an operation fail.</summary>
    /// <param name="operation">Name of the service's operation, for example <c>SubmitJob</c>.</param>
    /// <param name="kind">How.</param>
    /// <param name="isLate">Whether the call takes effect and only its reply is lost.</param>
    /// <param name="times">How many calls.</param>
    public void Fail(string operation, FaultKind kind, bool isLate = false, int times = 1)
    {
        lock (_lock)
        {
            _failures.Add((operation, kind, isLate, times));
        }
    }

    /// <summary>Counts a call; fails it before or, by what is returned, after its effect.</summary>
    internal Action OnCall(string operation, string subject)
    {
        lock (_lock)
        {
            _calls[operation] = _calls.GetValueOrDefault(operation) + 1;
            int at = _failures.FindIndex(failure => failure.Operation == operation);
            if (at < 0)
            {
                return static () => { };
            }

            (_, FaultKind kind, bool isLate, int left) = _failures[at];
            if (left > 1)
            {
                _failures[at] = (operation, kind, isLate, left - 1);
            }
            else
            {
                _failures.RemoveAt(at);
            }

            var fault = new FaultException(kind, operation, subject, "the weather of this test");
            return isLate ? () => throw fault : throw fault;
        }
    }
}
