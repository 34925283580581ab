using System.Globalization;

namespace HtcFlow.Runner.Supervise;

/// <summary>Asks a running command for a checkpoint: sends its signal to those processes of the command that listen for it, once there is one.</summary>
/// <remarks>A signal that a process neither catches nor blocks ends it. A command that has only begun has set no handler yet, and the shell
/// or the wrapper around a simulation never sets one, so the kernel is asked who listens (<c>SigCgt</c> and <c>SigBlk</c> of
/// <c>/proc/PID/status</c>) and the others are left alone.</remarks>
internal sealed class CheckpointRequest
{
    private static readonly TimeSpan s_firstLook = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_lastLook = TimeSpan.FromSeconds(2);

    // Longer than most programs take to read their input; the look goes on after it.
    private static readonly TimeSpan s_unheard = TimeSpan.FromSeconds(10);

    private readonly Reaper _reaper;
    private readonly int _signal;
    private readonly TimeProvider _time;
    private readonly Action<string> _say;
    private long _since;
    private TimeSpan _next;
    private TimeSpan _pause;
    private bool _isTold;

    public CheckpointRequest(Reaper reaper, int signal, TimeProvider time, Action<string> say)
    {
        _reaper = reaper;
        _signal = signal;
        _time = time;
        _say = say;
    }

    /// <summary>Whether the command was to be asked and nobody in it has listened yet.</summary>
    public bool IsUnheard { get; private set; }

    /// <summary>Asks now, or as soon as a process of the command listens.</summary>
    public void Begin()
    {
        _since = _time.GetTimestamp();
        _next = TimeSpan.Zero;
        _pause = s_firstLook;
        IsUnheard = true;
        Tend();
    }

    /// <summary>Looks again when it is time to.</summary>
    /// <returns>Wait until the next look; null when there is nothing left to ask.</returns>
    public TimeSpan? Tend()
    {
        if (!IsUnheard)
        {
            return null;
        }

        TimeSpan elapsed = _time.GetElapsedTime(_since);
        if (elapsed < _next)
        {
            return _next - elapsed;
        }

        if (_reaper.SendToListeners(_signal))
        {
            IsUnheard = false;
            return null;
        }

        if (elapsed >= s_unheard && !_isTold)
        {
            _isTold = true;
            _say($"no process of the command catches {SignalNames.NameOf(_signal)}, which asks for a checkpoint; it would only end it and is kept back");
        }

        _next = elapsed + _pause;
        TimeSpan wait = _pause;
        _pause = _pause * 2 < s_lastLook ? _pause * 2 : s_lastLook;
        return wait;
    }

    /// <summary>Whether a process catches or blocks a signal, so that it does not end by it; null when the kernel does not tell.</summary>
    /// <param name="status">Text of the process's <c>/proc/PID/status</c>.</param>
    /// <param name="signal">Number of the signal, 1 to 64.</param>
    public static bool? Listens(string status, int signal) =>
        Mask(status, "SigCgt:") is { } caught && Mask(status, "SigBlk:") is { } blocked
            ? ((caught | blocked) >> (signal - 1) & 1) != 0
            : null;

    private static ulong? Mask(string status, string name)
    {
        foreach (ReadOnlySpan<char> line in status.AsSpan().EnumerateLines())
        {
            if (line.StartsWith(name, StringComparison.Ordinal))
            {
                return ulong.TryParse(line[name.Length..].Trim(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong mask)
                    ? mask
                    : null;
            }
        }

        return null;
    }
}
