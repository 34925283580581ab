using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using HtcFlow.Backends.Local.Native;

namespace HtcFlow.Backends.Local;

/// <summary>Work for the loop's thread, with a descriptor that wakes it from poll.</summary>
internal sealed class Mailbox : IDisposable
{
    private readonly ConcurrentQueue<Action> _work = new();
    private readonly Lock _closing = new();
    private bool _isClosed;

    internal Mailbox()
    {
        Wake = LibC.EventFd(0, LibC.EventFdFlags);
        if (Wake < 0)
        {
            throw LocalFault.Of(Marshal.GetLastPInvokeError(), "open", "eventfd");
        }
    }

    /// <summary>Descriptor that is readable while there is work.</summary>
    internal int Wake { get; }

    /// <summary>Hands work to the loop, from any thread; false when the loop has ended and nobody will do it.</summary>
    internal unsafe bool Post(Action work)
    {
        // The lock keeps the descriptor from being closed, and its number from being reused, under this write.
        lock (_closing)
        {
            if (_isClosed)
            {
                return false;
            }

            _work.Enqueue(work);
            ulong one = 1;
            _ = LibC.Write(Wake, (byte*)&one, sizeof(ulong));
            return true;
        }
    }

    /// <summary>Does all work that is there; the loop's thread only.</summary>
    internal unsafe void Drain()
    {
        ulong count;
        _ = LibC.Read(Wake, (byte*)&count, sizeof(ulong));
        while (_work.TryDequeue(out Action? work))
        {
            work();
        }
    }

    /// <summary>Refuses further work and does what was accepted before; the loop's thread only, as its last act.</summary>
    public void Dispose()
    {
        lock (_closing)
        {
            _isClosed = true;
        }

        Drain();
        _ = LibC.Close(Wake);
    }
}
