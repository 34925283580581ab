using HtcFlow.Runner.Kernel;

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
    private int _child;
    private ChildEnd? _end;

    private Reaper(Spawner spawner, Bell news)
    {
        _spawner = spawner;
        _news = news;
    }

    /// <summary>Becomes the subreaper and starts the thread; <paramref name="news"/> rings when the command has ended.</summary>
    public static Reaper Start(Spawner spawner, Bell news)
    {
        var reaper = new Reaper(spawner, news);
        _ = ProcessCalls.Control(ProcessCalls.SetChildSubreaper, 1, 0, 0, 0);
        new Thread(reaper.Run, 256 * 1024) { IsBackground = true, Name = "reaper" }.Start();
        return reaper;
    }

    /// <summary>Starts a command; one at a time.</summary>
    /// <returns>The error number, 0 on success.</returns>
    public int Spawn(SpawnPlan plan, out int pid)
    {
        // Under the gate, so that the thread cannot meet the child's end before it knows whose it is.
        lock (_gate)
        {
            _end = null;
            int error = _spawner.Start(plan, out pid);
            _child = pid;
            if (error != 0)
            {
                return error;
            }
        }

        _born.Ring();
        return 0;
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
            return _child > 0 && ProcessCalls.Kill(-_child, signal) == 0;
        }
    }

    private unsafe void Run()
    {
        while (true)
        {
            int status;
            ResourceUsage usage;
            int pid = ProcessCalls.Wait(-1, &status, 0, &usage);
            if (pid < 0)
            {
                if (Errno.Last == Errno.NoChild)
                {
                    _born.Wait(null);
                }

                continue;
            }

            lock (_gate)
            {
                if (pid == _child)
                {
                    _child = 0;
                    _end = ChildEnd.Of(status, usage.Total);
                    _news.Ring();
                }
            }
        }
    }
}
