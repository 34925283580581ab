using HtcFlow.Core.Ports;
using HtcFlow.Runner.Kernel;
using HtcFlow.Runner.Ship;
using HtcFlow.Runner.Ship.Traffic;

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
    private readonly HashSet<string> _directories = new(StringComparer.Ordinal);
    private readonly Action<string>? _warn;
    private readonly LowPriority? _priority;
    private bool _isSaid;
    private Job? _job;
    private Thread? _thread;

    /// <summary>Creates the loop; its thread starts with the first task that has something to watch.</summary>
    /// <param name="watch">Source of events.</param>
    /// <param name="news">Rings when there is progress to be seen.</param>
    /// <param name="time">Clock.</param>
    /// <param name="warn">Told once when events cannot be relied on.</param>
    /// <param name="priority">Lowers the threads that ship; null leaves them as they are.</param>
    public WatchLoop(DirectoryWatch watch, Bell news, TimeProvider time, Action<string>? warn = null, LowPriority? priority = null)
    {
        _warn = warn;
        _priority = priority;
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
        Harvest harvest = job.Harvest;
        harvest.Bell = _work.Ring;
        bool everything = true;
        long looked = 0;
        TimeSpan next = TimeSpan.Zero;
        while (!job.IsOver)
        {
            int commits = job.Progress.Commits;
            bool wasBlind = _watch.IsBlind;
            harvest.IsBlind = wasBlind;
            TimeSpan chore;
            try
            {
                everything = everything || _time.GetElapsedTime(looked) >= next || job.HasNewQuestion();
                if (everything)
                {
                    looked = _time.GetTimestamp();
                    next = harvest.Look(Add, CommandState.Running);
                }
                else if (!harvest.LookAt(_names, _directories, Add))
                {
                    next = s_soon; // many files of a checkpoint at once are worth one look, not one each
                }

                chore = harvest.Tend();
                _priority?.Refresh(job.Progress.Urgency.IsHigh);
                bool isNewlyBlind = _watch.IsBlind && !wasBlind; // the watches ran out just now, and the pause was chosen in trust of them
                next = harvest.TakeRepeated() || isNewlyBlind ? s_soon : next;
            }
            catch (FaultException e)
            {
                job.Progress.Failure = e;
                _news.Ring();
                break;
            }

            if (job.Progress.Commits > commits || job.Progress.Asked > 0)
            {
                _news.Ring();
            }

            TimeSpan wait = next - _time.GetElapsedTime(looked);
            everything = Await(chore < wait ? chore : wait);
        }

        harvest.Release();
    }

    private void Add(string directory)
    {
        _watch.Add(directory);
        if (_watch.Problem is { } problem && !_isSaid)
        {
            _isSaid = true;
            _warn?.Invoke(problem);
        }
    }

    /// <summary>Pause between a look at everything and one that only a few names called for.</summary>
    private static readonly TimeSpan s_soon = TimeSpan.FromMilliseconds(50);

    private bool Await(TimeSpan time)
    {
        _names.Clear();
        _directories.Clear();
        return _work.Wait(time < TimeSpan.Zero ? TimeSpan.Zero : time, _watch.Descriptor) && _watch.Read(_names, _directories);
    }

    private sealed class Job(Harvest harvest, Progress progress)
    {
        private volatile bool _isOver;

        public Harvest Harvest => harvest;

        public Progress Progress => progress;

        private int _asked;

        /// <summary>Says once of each question that a look at everything was asked for.</summary>
        public bool HasNewQuestion()
        {
            int before = _asked;
            _asked = progress.Asked;
            return _asked != before;
        }

        public bool IsOver
        {
            get => _isOver;
            set => _isOver = value;
        }
    }
}
