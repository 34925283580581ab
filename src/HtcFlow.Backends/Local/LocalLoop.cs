using System.Runtime.InteropServices;
using HtcFlow.Backends.Local.Native;
using HtcFlow.Core.Ports;

namespace HtcFlow.Backends.Local;

/// <summary>The one thread that starts, watches and reaps runners, so that no two of these ever meet.</summary>
internal sealed class LocalLoop
{
    private readonly Dispatcher _dispatcher;
    private readonly Mailbox _mailbox;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private PollEntry[] _entries = new PollEntry[16];
    private bool _leavesRunning;

    internal LocalLoop(Dispatcher dispatcher, Mailbox mailbox)
    {
        _dispatcher = dispatcher;
        _mailbox = mailbox;
        new Thread(Run) { IsBackground = true, Name = "htcflow-local" }.Start();
    }

    /// <summary>Does work on the loop's thread and hands back its answer or its fault.</summary>
    internal Task<T> AskAsync<T>(Func<T> work)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        bool isAccepted = _mailbox.Post(() =>
        {
            try
            {
                answer.SetResult(work());
            }
            catch (FaultException fault)
            {
                answer.SetException(fault);
            }
        });
        ObjectDisposedException.ThrowIf(!isAccepted, this);
        return answer.Task;
    }

    /// <summary>Ends the loop.</summary>
    /// <param name="stop">Whether to stop what runs and wait for it; otherwise it runs on.</param>
    internal Task EndAsync(bool stop)
    {
        _mailbox.Post(() =>
        {
            _leavesRunning = !stop;
            _dispatcher.Close(stop);
        });
        return _ended.Task;
    }

    private void Run()
    {
        while (!(_dispatcher.IsClosing && (_leavesRunning || _dispatcher.Running.Count == 0)))
        {
            _dispatcher.StartQueued();
            Wait();
            _mailbox.Drain();
        }

        _mailbox.Dispose();
        _dispatcher.Dispose();
        _ended.SetResult();
    }

    // Sleeps until there is work in the mailbox or a runner has ended.
    private unsafe void Wait()
    {
        RunningElement[] watched = [.. _dispatcher.Running.Where(static r => r.Descriptor >= 0)];
        if (_entries.Length <= watched.Length)
        {
            _entries = new PollEntry[watched.Length * 2];
        }

        _entries[0] = new PollEntry { Descriptor = _mailbox.Wake, Events = LibC.PollIn };
        for (int i = 0; i < watched.Length; i++)
        {
            _entries[i + 1] = new PollEntry { Descriptor = watched[i].Descriptor, Events = LibC.PollIn };
        }

        fixed (PollEntry* entries = _entries)
        {
            if (LibC.Poll(entries, (nuint)watched.Length + 1, -1) < 0)
            {
                // Interrupted by a signal, or out of kernel memory for a moment: look again.
                _ = Marshal.GetLastPInvokeError();
                return;
            }
        }

        for (int i = 0; i < watched.Length; i++)
        {
            if (_entries[i + 1].Returned != 0)
            {
                _dispatcher.OnEnded(watched[i]);
            }
        }
    }
}
