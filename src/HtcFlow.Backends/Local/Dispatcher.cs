using System.Diagnostics.CodeAnalysis;
using HtcFlow.Backends.Local.Native;
using HtcFlow.Backends.Local.Spooling;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Backends.Local;

/// <summary>Decides what starts and what stops, and keeps the books. Everything here happens on the loop's thread.</summary>
/// <remarks>
/// Order at an element's end: what it left running is killed, the end is appended to <c>ended</c>, the lock file is removed, the
/// slot is given on. A crash in between leaves a lock file that nobody holds, which means "ended, nobody knows how".
/// </remarks>
internal sealed class Dispatcher(LocalOptions options, TimeProvider clock, Mailbox mailbox, News news) : IDisposable
{
    private const string Unseen = "it ended while no engine watched it";
    private const string NeverStarted = "cancelled before it started";

    // A runner without a process descriptor is looked at 20 times a second: 50 us of CPU a second each.
    private static readonly TimeSpan s_lookEvery = TimeSpan.FromMilliseconds(50);

    private readonly Dictionary<JobName, LocalJob> _jobs = [];
    private readonly Turns _turns = new();
    private readonly RunnerLauncher _launcher = new(options);
    private readonly Backoff _backoff = new(clock, mailbox);
    private ITimer? _look;
    private int _free = options.Slots;

    /// <summary>Elements that run.</summary>
    internal List<RunningElement> Running { get; } = [];

    /// <summary>Whether nothing starts any more.</summary>
    internal bool IsClosing { get; private set; }

    /// <summary>Processes started so far.</summary>
    internal long Started => _launcher.Started;

    /// <summary>Why nothing can be started at present, when a person has to mend it; null otherwise.</summary>
    internal FaultException? Stall { get; private set; }

    /// <summary>Takes up a job of an earlier backend: what runs is adopted, what ended unseen is swept and recorded.</summary>
    internal void Recover(LocalJob job)
    {
        int elements = job.Spooled.Ask.Elements;
        foreach (EndLine line in job.Folder.ReadEnded(elements))
        {
            foreach (long element in line.Elements)
            {
                job.OnEnded((int)element, line.Exit, line.Reason);
            }
        }

        foreach (int element in job.Folder.Locks(elements))
        {
            if (job.HasEnded(element))
            {
                job.Folder.RemoveLock(element);
            }
            else if (ElementLock.Probe(job.Folder.LockOf(element), out int pid) == ElementLock.Found.Held)
            {
                OnStarted(_launcher.Adopt(job, element, WidthOf(job)));
            }
            else
            {
                SessionSweep.Kill(pid, isPinned: false, job.Spooled.Mark, element);
                Record(job, element, -1, Unseen);
            }
        }

        Add(job);
    }

    /// <summary>Takes up a job.</summary>
    internal void Add(LocalJob job)
    {
        _jobs.Add(job.Spooled.Name, job);
        _turns.Add(job);
    }

    /// <summary>Finds a job.</summary>
    internal bool TryFind(JobName name, [NotNullWhen(true)] out LocalJob? job) => _jobs.TryGetValue(name, out job) && !job.IsForgotten;

    /// <summary>Whether a job of this name is forgotten but still runs, so that the name is not free yet.</summary>
    internal bool IsLeaving(JobName name) => _jobs.TryGetValue(name, out LocalJob? job) && job.IsForgotten;

    /// <summary>Starts what fits.</summary>
    internal void StartQueued()
    {
        while (!IsClosing && !_backoff.IsWaiting && _turns.Peek() is { } job && WidthOf(job) <= _free)
        {
            RunningElement? running = _launcher.Start(job, job.NextQueued, WidthOf(job), out FaultException? fault);
            if (running is null)
            {
                OnRefused(fault);
                return;
            }

            Stall = null;
            _backoff.Reset();
            OnStarted(running);
            _turns.Pass();
        }
    }

    /// <summary>Looks at a runner that seems to have ended: its process descriptor says so, or nobody holds its lock.</summary>
    internal void OnEnded(RunningElement running)
    {
        ChildExit? exit = null;
        bool isChild = false;
        if (running.Pid > 0)
        {
            exit = ChildExit.Peek(running.Pid, out isChild);
        }

        if (isChild && exit is null)
        {
            return;
        }

        if (exit is not { Signal: 0 })
        {
            SessionSweep.Kill(running.Pid, isChild, running.Job.Spooled.Mark, running.Element);
        }

        if (isChild)
        {
            ChildExit.Reap(running.Pid);
        }

        Running.Remove(running);
        running.Dispose();
        _free += running.Slots;
        string reason = exit switch { null => Unseen, { Signal: 0 } => "", { } e => "killed by " + Signals.NameOf(e.Signal) };
        Record(running.Job, running.Element, exit?.Exit ?? -1, reason);
        RemoveWhenForgotten(running.Job);
    }

    /// <summary>Cancels elements of a job.</summary>
    /// <exception cref="FaultException">The cancellation cannot be recorded; nothing was cancelled.</exception>
    internal void Cancel(LocalJob job, IndexSet elements)
    {
        IndexSet queued = job.QueuedOf(elements);
        if (queued.Count > 0)
        {
            // Recorded before it is believed: after a crash these must not start.
            int error = job.Folder.AppendEnded(new EndLine(queued, -1, NeverStarted));
            if (error != 0)
            {
                throw LocalFault.Of(error, "record cancelled elements of", job.Folder.FullPath);
            }

            foreach (long element in queued)
            {
                job.OnEnded((int)element, -1, NeverStarted);
            }

            news.Tell();
        }

        foreach (RunningElement running in Running)
        {
            if (running.Job == job && elements.PositionOf(running.Element) >= 0)
            {
                AskToStop(running);
            }
        }
    }

    /// <summary>Forgets a job: at once when nothing of it runs, else with the last element that does.</summary>
    internal void Forget(LocalJob job)
    {
        Cancel(job, job.QueuedOf(IndexSet.Range(0, job.Spooled.Ask.Elements)));
        job.IsForgotten = true;
        RemoveWhenForgotten(job);
    }

    /// <summary>Starts nothing any more and, if so wanted, asks everything that runs to stop.</summary>
    internal void Close(bool stop)
    {
        IsClosing = true;
        if (stop)
        {
            Running.ForEach(AskToStop);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _look?.Dispose();
        _backoff.Dispose();
        Running.ForEach(static r => r.Dispose());
        foreach (LocalJob job in _jobs.Values)
        {
            job.Dispose();
        }

        _launcher.Dispose();
    }

    // A job of an earlier backend may be wider than what this one has to hand out; it then gets everything.
    private int WidthOf(LocalJob job) => Math.Min(job.Spooled.Ask.Resources.Vcpus, options.Slots);

    private void OnStarted(RunningElement running)
    {
        _free -= running.Slots;
        running.Job.OnStarted(running.Element);
        Running.Add(running);
        if (running.Descriptor < 0)
        {
            _look ??= clock.CreateTimer(_ => mailbox.Post(LookAtLocks), null, s_lookEvery, s_lookEvery);
        }
    }

    private void OnRefused(FaultException? fault)
    {
        bool isNews = Stall is null && fault is { Kind: not FaultKind.Transient };
        Stall = fault is { Kind: not FaultKind.Transient } ? fault : null;
        _backoff.Begin();
        if (isNews)
        {
            news.Tell();
        }
    }

    private void LookAtLocks()
    {
        foreach (RunningElement running in Running.Where(static r => r.Descriptor < 0).ToArray())
        {
            if (ElementLock.Probe(running.LockPath, out _) != ElementLock.Found.Held)
            {
                OnEnded(running);
            }
            else if (running.Pid == 0)
            {
                _launcher.Identify(running);
                if (running.Pid > 0 && running.IsAskedToStop)
                {
                    running.Send(Signals.Terminate);
                }
            }
        }

        if (_look is not null && Running.TrueForAll(static r => r.Descriptor >= 0))
        {
            _look.Dispose();
            _look = null;
        }
    }

    private void AskToStop(RunningElement running)
    {
        if (running.IsAskedToStop)
        {
            return;
        }

        running.IsAskedToStop = true;
        running.Send(Signals.Terminate);
        running.Grace = clock.CreateTimer(
            _ => mailbox.Post(() => EndByForce(running)), null, options.Grace, Timeout.InfiniteTimeSpan);
    }

    private void EndByForce(RunningElement running)
    {
        if (Running.Contains(running))
        {
            // Not reaped yet, so the pid of a child is pinned; an adopted runner has to bear the marks.
            bool isChild = false;
            if (running.Pid > 0)
            {
                _ = ChildExit.Peek(running.Pid, out isChild);
            }

            SessionSweep.Kill(running.Pid, isChild, running.Job.Spooled.Mark, running.Element);
        }
    }

    private void Record(LocalJob job, int element, int exit, string reason)
    {
        // With a full disk the lock file stays, and a later backend sees an end that nobody knows; this one knows it.
        if (job.Folder.AppendEnded(new EndLine(IndexSet.Range(element, 1), exit, reason)) == 0)
        {
            job.Folder.RemoveLock(element);
        }

        job.OnEnded(element, exit, reason);
        news.Tell();
    }

    private void RemoveWhenForgotten(LocalJob job)
    {
        if (job.IsForgotten && job.Running == 0 && _jobs.Remove(job.Spooled.Name))
        {
            job.Dispose();
            try
            {
                job.Folder.Remove();
            }
            catch (FaultException)
            {
                // It lies there until somebody looks; all of its elements have ended, so it does nothing.
            }
        }
    }
}
