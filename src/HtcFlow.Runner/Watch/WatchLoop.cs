using HtcFlow.Core.Ports;
using HtcFlow.Runner.Kernel;
using HtcFlow.Runner.Ship;

namespace HtcFlow.Runner.Watch;

/// <summary>The runner's one watching thread: woken by inotify and by the clock, it lets the harvest of the running task look around.</summary>
internal sealed class WatchLoop
{
    private readonly DirectoryWatch _watch;
    private readonly Bell _work = new();
    private readonly Bell _idle = new();
    private readonly Bell _news;
    private readonly TimeProvider _time;
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private Job? _job;
    private Thread? _thread;

    /// <summary>Creates the loop; its thread starts with the first task that has something to watch.</summary>
    /// <param name="watch">Source of events.</param>
    /// <param name="news">Rings when there is progress to be seen.</param>
    /// <param name="time">Clock.</param>
    public WatchLoop(DirectoryWatch watch, Bell news, TimeProvider time)
    {
        _watch = watch;
        _news = news;
        _time = time;
    }

    /// <summary>Begins to watch a scratch directory.</summary>
    public void Begin(string scratch, Harvest harvest, Progress progress)
    {
        _watch.Turn(scratch);
        progress.Wake = _work.Ring;
        Volatile.Write(ref _job, new Job(harvest, progress));
        if (_thread is null)
        {
            _thread = new Thread(Run) { IsBackground = true, Name = "watch" };
            _thread.Start();
        }

        _work.Ring();
    }

    /// <summary>Ends watching; returns when the thread has let go of the harvest.</summary>
    public void End()
    {
        if (Volatile.Read(ref _job) is { } job)
        {
            job.IsOver = true;
            _work.Ring();
        }

        while (Volatile.Read(ref _job) is not null)
        {
            _idle.Wait(null);
        }
    }

    private void Run()
    {
        while (true)
        {
            if (Volatile.Read(ref _job) is not { } job)
            {
                _work.Wait(null);
                continue;
            }

            Watch(job);
            Volatile.Write(ref _job, null);
            _idle.Ring();
        }
    }

    private void Watch(Job job)
    {
        bool everything = true;
        long looked = 0;
        TimeSpan next = TimeSpan.Zero;
        while (!job.IsOver)
        {
            int commits = job.Progress.Commits;
            int asked = job.Progress.Asked;
            everything |= !job.Progress.IsCaughtUp || _time.GetElapsedTime(looked) >= next;
            try
            {
                everything = everything || !job.Harvest.LookAtAsync(_names, CancellationToken.None).GetAwaiter().GetResult();
                if (everything)
                {
                    looked = _time.GetTimestamp();
                    next = job.Harvest.LookAsync(_watch.Add, CommandState.Running, CancellationToken.None).GetAwaiter().GetResult();
                    job.Progress.Answer(asked);
                }
            }
            catch (FaultException e) when (e.Kind is FaultKind.Transient or FaultKind.Throttled)
            {
                next = s_afterFault; // the command goes on computing; what it makes waits on the disk
            }
            catch (FaultException e)
            {
                job.Progress.Failure = e;
                _news.Ring();
                return;
            }

            if (job.Progress.Commits > commits || asked > 0)
            {
                _news.Ring();
            }

            everything = Await(next - _time.GetElapsedTime(looked));
        }
    }

    /// <summary>How long to leave a store alone that has just failed for a good while.</summary>
    private static readonly TimeSpan s_afterFault = TimeSpan.FromSeconds(10);

    /// <summary>How often to look where no events come.</summary>
    private static readonly TimeSpan s_blind = TimeSpan.FromSeconds(1);

    private bool Await(TimeSpan time)
    {
        _names.Clear();
        TimeSpan wait = _watch.IsBlind && time > s_blind ? s_blind : time;
        bool isBlindLook = wait != time;
        return _work.Wait(wait < TimeSpan.Zero ? TimeSpan.Zero : wait, _watch.Descriptor) ? _watch.Read(_names) : isBlindLook;
    }

    private sealed class Job(Harvest harvest, Progress progress)
    {
        private volatile bool _isOver;

        public Harvest Harvest => harvest;

        public Progress Progress => progress;

        public bool IsOver
        {
            get => _isOver;
            set => _isOver = value;
        }
    }
}
