using System.Globalization;
using HtcFlow.Runner.Supervise;
using HtcFlow.Runner.Watch;

namespace HtcFlow.Runner.Ship.Room;

/// <summary>Looks at scratch space every second: makes shipping urgent when it fills, and holds the command when it is full.</summary>
internal sealed class ScratchRoomWatch
{
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(1);

    /// <summary>A line for people at most this often.</summary>
    private static readonly TimeSpan s_quiet = TimeSpan.FromMinutes(10);

    private readonly RoomJudge _judge = new();
    private readonly Progress _progress;
    private readonly Func<long, IEnumerable<RoomReading>> _read;
    private readonly Func<int, bool> _send;
    private readonly Action<string> _warn;
    private readonly TimeProvider _time;
    private long _looked;
    private long _said;
    private bool _isPaused;

    /// <summary>Creates a watch.</summary>
    /// <param name="progress">Of the attempt.</param>
    /// <param name="read">Reads the limits; it is given the bytes that lie in the scratch directory.</param>
    /// <param name="send">Sends the command's process group a signal.</param>
    /// <param name="warn">Told when shipping comes first, and when the command is held.</param>
    /// <param name="time">Clock.</param>
    public ScratchRoomWatch(
        Progress progress, Func<long, IEnumerable<RoomReading>> read, Func<int, bool> send, Action<string> warn, TimeProvider time)
    {
        _progress = progress;
        _read = read;
        _send = send;
        _warn = warn;
        _time = time;
    }

    /// <summary>Bytes that lie in the scratch directory, as the last look found them.</summary>
    public long OwnBytes { get; set; }

    /// <summary>Looks, if it is time to.</summary>
    /// <returns>Time until the next look.</returns>
    public TimeSpan Look()
    {
        bool mustRun = _progress.Asked > 0 || _progress.Urgency.IsDeadlineNear;
        TimeSpan since = _looked == 0 ? s_every : _time.GetElapsedTime(_looked);
        if (since < s_every && !(mustRun && _isPaused))
        {
            return s_every - since;
        }

        _looked = _time.GetTimestamp();
        RoomReading worst = default;
        foreach (RoomReading reading in _read(OwnBytes))
        {
            worst = reading.Share > worst.Share ? reading : worst;
        }

        RoomStep step = _judge.Judge(_time.GetElapsedTime(0), worst.Share, _progress.Backlog.Files > 0, mustRun);
        _progress.Urgency.IsScratchFilling = step.IsFilling;
        Say(step, worst);
        Hold(step.IsPaused);
        return s_every;
    }

    /// <summary>Lets the command go on, whatever there is.</summary>
    public void Release() => Hold(false);

    private void Hold(bool pause)
    {
        if (pause != _isPaused)
        {
            _isPaused = pause;
            _send(pause ? Signal.Stop : Signal.Continue);
        }

        if (pause)
        {
            _progress.LastGrowth = _time.GetTimestamp(); // it is not the command's fault that it is silent
        }
    }

    private void Say(RoomStep step, RoomReading worst)
    {
        bool isDue = _said == 0 || _time.GetElapsedTime(_said) >= s_quiet;
        if (!(step.IsPaused && !_isPaused) && !(step.IsNews && isDue))
        {
            return;
        }

        _said = _time.GetTimestamp();
        string room = string.Create(
            CultureInfo.InvariantCulture, $"{worst.What} is {worst.Share * 100:F0} % full ({worst.FreeBytes / 1e9:F1} GB left)");
        _warn(step.IsPaused
            ? $"{room}: the command stands still until {_progress.Backlog.Files} files are shipped, for {RoomJudge.LongestPause.TotalMinutes:F0} minutes at most"
            : $"{room}: shipping comes first, and shipped files are removed at once");
    }
}
