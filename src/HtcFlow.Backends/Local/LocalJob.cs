using HtcFlow.Backends.Local.Native;
using HtcFlow.Backends.Local.Spooling;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Backends.Local;

/// <summary>One job in memory: a byte an element, and the abnormal ends. Belongs to the loop's thread.</summary>
internal sealed class LocalJob(SpooledJob spooled, JobFolder folder) : IDisposable
{
    private readonly ElementState[] _states = new ElementState[spooled.Ask.Elements];
    private readonly List<ElementEnd> _abnormal = [];
    private NativeStrings? _environment;
    private ArrayStatus? _status;
    private int _next;

    private enum ElementState : byte
    {
        Queued = 0,
        Running,
        Ended,
    }

    /// <summary>What stands in <c>job.json</c>.</summary>
    internal SpooledJob Spooled => spooled;

    /// <summary>Its files.</summary>
    internal JobFolder Folder => folder;

    /// <summary>Elements that wait for a slot.</summary>
    internal int Queued { get; private set; } = spooled.Ask.Elements;

    /// <summary>Elements that run.</summary>
    internal int Running { get; private set; }

    /// <summary>Whether the job goes away with the last element that runs.</summary>
    internal bool IsForgotten { get; set; }

    /// <summary>The lowest element that waits for a slot; there must be one.</summary>
    internal int NextQueued
    {
        get
        {
            while (_states[_next] != ElementState.Queued)
            {
                _next++;
            }

            return _next;
        }
    }

    /// <summary>The environment of its runners, made when the first of them starts.</summary>
    internal NativeStrings Environment(Func<SpooledJob, NativeStrings> make) => _environment ??= make(spooled);

    /// <summary>An element runs now.</summary>
    internal void OnStarted(int element) => Move(element, ElementState.Running);

    /// <summary>An element has ended.</summary>
    internal void OnEnded(int element, int exit, string reason)
    {
        if (_states[element] == ElementState.Ended)
        {
            return;
        }

        Move(element, ElementState.Ended);
        if (exit != 0)
        {
            _abnormal.Add(new ElementEnd(element, exit, reason));
        }
    }

    /// <summary>Whether an element has ended.</summary>
    internal bool HasEnded(int element) => _states[element] == ElementState.Ended;

    /// <summary>Those of a set that wait for a slot.</summary>
    internal IndexSet QueuedOf(IndexSet elements) => Select(elements, ElementState.Queued);

    /// <summary>The job's status; the same object until something changes.</summary>
    internal ArrayStatus Status()
    {
        IndexSet all = IndexSet.Range(0, _states.Length);
        return _status ??= new ArrayStatus
        {
            Handle = spooled.Handle,
            IsKnown = true,
            Running = Running == 0 ? IndexSet.Empty : Select(all, ElementState.Running),
            Ended = Select(all, ElementState.Ended),
            Abnormal = [.. _abnormal],
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _environment?.Dispose();
        _environment = null;
    }

    private IndexSet Select(IndexSet from, ElementState state) => IndexSet.FromRanges(
        from.TakeWhile(e => e < _states.Length).Where(e => _states[e] == state).Select(static e => new IndexRange(e, 1)));

    private void Move(int element, ElementState to)
    {
        ElementState before = _states[element];
        Queued -= before == ElementState.Queued ? 1 : 0;
        Running += (to == ElementState.Running ? 1 : 0) - (before == ElementState.Running ? 1 : 0);
        _states[element] = to;
        _status = null;
        if (Queued == 0)
        {
            // Ten thousand jobs that only wait for their last elements should not hold ten thousand environments.
            Dispose();
        }
    }
}
