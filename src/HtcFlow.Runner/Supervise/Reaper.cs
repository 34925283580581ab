using HtcFlow.Runner.Kernel;
using HtcFlow.Runner.Spawn;

namespace HtcFlow.Runner.Supervise;

/// <summary>Owns every child of this process: starts the command, waits for it on a thread of its own, and buries orphans.</summary>
/// <remarks>The runner makes itself the subreaper of its descendants, so that what a command leaves behind comes to it also when it
/// is not process 1. Nothing else in the process may wait for children.</remarks>
internal sealed class Reaper
{
    private readonly Lock _gate = new();
    private readonly Bell _born = new();
    private readonly Bell _news;
    private readonly Spawner _spawner;
    private readonly SpawnThread _birth;
    private readonly Terminal? _terminal;
    private volatile bool _isHeld;
    private int _child;
    private ChildEnd? _end;

    private Reaper(Spawner spawner, Bell news, Terminal? terminal)
    {
        _spawner = spawner;
        _news = news;
        _terminal = terminal;
        _birth = SpawnThread.Start();
    }

    /// <summary>Becomes the subreaper and starts the thread.</summary>
    /// <param name="spawner">Starts commands.</param>
    /// <param name="news">Rings when the command has ended.</param>
    /// <param name="terminal">The terminal that commands take over; null for none.</param>
    public static Reaper Start(Spawner spawner, Bell news, Terminal? terminal = null)
    {
        var reaper = new Reaper(spawner, news, terminal);
        _ = ProcessCalls.Control(ProcessCalls.SetChildSubreaper, 1, 0, 0, 0);
        new Thread(reaper.Run, 256 * 1024) { IsBackground = true, Name = "reaper" }.Start();
        return reaper;
    }

    /// <summary>Starts a command; one at a time.</summary>
    /// <returns>The error number, 0 on success.</returns>
    public int Spawn(SpawnPlan plan, out int pid)
    {
        int started = 0;
        int error = _birth.Run(() =>
        {
            // Under the gate, so that the reaping thread cannot meet the child's end before it knows whose it is.
            lock (_gate)
            {
                _end = null;
                int failed = _spawner.Start(plan, out started);
                _child = started;
                return failed;
            }
        });
        pid = started;
        if (error == 0)
        {
            _born.Ring();
        }

        return error;
    }

    /// <summary>The command's end, once it has ended.</summary>
    public ChildEnd? End
    {
        get
        {
            lock (_gate)
            {
                return _end;
            }
        }
    }

    /// <summary>Sends a signal to the process group of the command, if it still runs.</summary>
    public bool Send(int signal)
    {
        lock (_gate)
        {
            _isHeld = signal == Signal.Stop || (_isHeld && signal != Signal.Continue);
            if (signal == Signal.Continue)
            {
                _terminal?.Give(_child);
            }

            return _child > 0 && ProcessCalls.Kill(-_child, signal) == 0;
        }
    }

    /// <summary>Sends a signal to every process of the command that catches or blocks it; where the kernel does not tell, to its whole group.</summary>
    /// <returns>Whether it was sent to any.</returns>
    public bool SendToListeners(int signal)
    {
        lock (_gate)
        {
            if (_child <= 0)
            {
                return false;
            }

            // The command's own process first: while nobody has waited for it, its status can be read unless /proc is hidden from us.
            if (CheckpointRequest.Listens(ProcessGroup.Status(_child), signal) is null)
            {
                return ProcessCalls.Kill(-_child, signal) == 0;
            }

            int sent = 0;
            foreach (int pid in ProcessGroup.Members(_child))
            {
                if (CheckpointRequest.Listens(ProcessGroup.Status(pid), signal) == true && ProcessCalls.Kill(pid, signal) == 0)
                {
                    sent++;
                }
            }

            return sent > 0;
        }
    }

    /// <summary>Stops of orphans that came to us are their own matter.</summary>
    private bool IsChild(int pid)
    {
        lock (_gate)
        {
            return pid == _child;
        }
    }

    private unsafe void Run()
    {
        while (true)
        {
            int status;
            ResourceUsage usage;
            int pid = ProcessCalls.Wait(-1, &status, _terminal is null ? 0 : ProcessCalls.AlsoStopped, &usage);
            if (pid < 0)
            {
                if (Errno.Last == Errno.NoChild)
                {
                    _born.Wait(null);
                }

                continue;
            }

            if (ChildEnd.IsStop(status))
            {
                if (!_isHeld && IsChild(pid))
                {
                    _terminal?.Rest(pid, ChildEnd.StopOf(status));
                }

                continue;
            }

            lock (_gate)
            {
                if (pid == _child)
                {
                    _child = 0;
                    _terminal?.TakeFrom(pid);
                    _end = ChildEnd.Of(status, usage.Total);
                    _news.Ring();
                }
            }
        }
    }
}
