using HtcFlow.Runner.Kernel;

namespace HtcFlow.Runner.Spawn;

/// <summary>The thread that starts every command, and nothing else: whatever priority other threads are given, commands inherit this one's.</summary>
/// <remarks>Nice value, IO class and processors belong to a thread in Linux and go to its children. This thread is made before any other
/// is changed. One caller at a time.</remarks>
internal sealed class SpawnThread
{
    private readonly Bell _asked = new();
    private readonly Bell _done = new();
    private Func<int>? _work;
    private int _result;

    private SpawnThread()
    {
    }

    /// <summary>Starts the thread.</summary>
    public static SpawnThread Start()
    {
        var thread = new SpawnThread();
        new Thread(thread.Loop, 256 * 1024) { IsBackground = true, Name = "spawn" }.Start();
        return thread;
    }

    /// <summary>Has something done on the thread and waits for it.</summary>
    public int Run(Func<int> work)
    {
        Volatile.Write(ref _work, work);
        _asked.Ring();
        while (Volatile.Read(ref _work) is not null)
        {
            _done.Wait(null);
        }

        return _result;
    }

    private void Loop()
    {
        while (true)
        {
            if (Volatile.Read(ref _work) is { } work)
            {
                _result = work();
                Volatile.Write(ref _work, null);
                _done.Ring();
            }

            _asked.Wait(null);
        }
    }
}
