using HtcFlow.Backends.Local.Native;
using HtcFlow.Backends.Local.Spooling;

namespace HtcFlow.Backends.Local;

/// <summary>An element that runs, started by this process or found running. Belongs to the loop's thread.</summary>
internal sealed class RunningElement(LocalJob job, int element, int slots) : IDisposable
{
    /// <summary>Its job.</summary>
    internal LocalJob Job => job;

    /// <summary>Element, from 0.</summary>
    internal int Element => element;

    /// <summary>Slots that it occupies.</summary>
    internal int Slots => slots;

    /// <summary>The runner's pid; 0 while an adopted runner has not written it yet.</summary>
    internal int Pid { get; set; }

    /// <summary>Process descriptor of the runner; -1 when there is none and the lock has to be looked at instead.</summary>
    internal int Descriptor { get; set; } = -1;

    /// <summary>Whether it was asked to stop; a runner that is not known yet is asked as soon as it is.</summary>
    internal bool IsAskedToStop { get; set; }

    /// <summary>Ends the runner by force when it takes too long to stop.</summary>
    internal ITimer? Grace { get; set; }

    /// <summary>Its lock file.</summary>
    internal string LockPath => job.Folder.LockOf(element);

    /// <summary>Sends a signal to the runner, and to nobody who got its pid later.</summary>
    internal void Send(int signal)
    {
        if (Descriptor >= 0)
        {
            Pidfd.Send(Descriptor, signal);
        }
        else if (Pid > 0 && ElementLock.Probe(LockPath, out _) == ElementLock.Found.Held)
        {
            _ = LibC.Kill(Pid, signal);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Grace?.Dispose();
        if (Descriptor >= 0)
        {
            _ = LibC.Close(Descriptor);
            Descriptor = -1;
        }
    }
}
