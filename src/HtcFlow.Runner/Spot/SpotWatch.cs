using HtcFlow.Core.Wire;
using HtcFlow.Runner.Kernel;

namespace HtcFlow.Runner.Spot;

/// <summary>Asks the metadata services once a second whether this machine is going to be taken away.</summary>
internal sealed class SpotWatch
{
    private const int RebalanceEvery = 5;
    private const int TaskEvery = 10; // the agent answers 40 questions a second for all containers of its host

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan s_afterNoToken = TimeSpan.FromMinutes(1);

    private readonly SpotPlace _place;
    private readonly SpotNews _news;
    private readonly Bell _bell;
    private readonly TimeProvider _time;
    private readonly Action<string> _say;
    private readonly Bell _pause = new();
    private readonly MetadataClient? _task;
    private readonly InstanceMetadata? _instance;
    private int _round;
    private int _failures;
    private bool _hasComplained;
    private bool _isOver;

    private SpotWatch(SpotPlace place, SpotNews news, Bell bell, TimeProvider time, Action<string> say)
    {
        _place = place;
        _news = news;
        _bell = bell;
        _time = time;
        _say = say;
        _instance = place.Instance is { } instance ? new InstanceMetadata(new MetadataClient(instance, s_patience, time), time) : null;
        _task = place.Task is { } task ? new MetadataClient(task, s_patience, time) : null;
    }

    /// <summary>Starts the watching thread, which lives as long as the process.</summary>
    /// <param name="place">Whom to ask.</param>
    /// <param name="news">Where to put what is found.</param>
    /// <param name="bell">Rings when there is something new.</param>
    /// <param name="time">Clock.</param>
    /// <param name="say">Tells the operator one line.</param>
    public static void Start(SpotPlace place, SpotNews news, Bell bell, TimeProvider time, Action<string> say)
    {
        var watch = new SpotWatch(place, news, bell, time, say);
        new Thread(watch.Run, 256 * 1024) { IsBackground = true, Name = "spot" }.Start();
    }

    private void Run()
    {
        while (!_isOver)
        {
            long start = _time.GetTimestamp();
            TimeSpan wait = Ask();
            TimeSpan left = wait - _time.GetElapsedTime(start);
            _pause.Wait(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }
    }

    private TimeSpan Ask()
    {
        TimeSpan wait = _instance is null ? s_every : AskInstance(_instance);
        if (_task is not null && (_round % TaskEvery == 0 || _instance is null))
        {
            AskTask(_task);
            wait = _instance is null ? s_every * TaskEvery : wait;
        }

        _round++;
        return wait;
    }

    private TimeSpan AskInstance(InstanceMetadata instance)
    {
        MetadataReply reply = instance.Get("spot/instance-action");
        if (reply.Status is not (200 or 404))
        {
            return AfterFailure(instance);
        }

        _failures = 0;
        if (SpotNotice.Of(reply, _time) is { } notice)
        {
            // The same notice is there at each question, and a later deadline than the first is a matter of clocks.
            if (_news.Notice is null)
            {
                _news.Notice = notice;
                _bell.Ring();
            }

            _news.Instance ??= FactsOf(instance);
            return s_every * RebalanceEvery;
        }

        _news.Instance ??= FactsOf(instance);
        if (_news.Instance?.LifeCycle == "on-demand")
        {
            _isOver = _task is null; // nobody takes it away
            return s_afterNoToken;
        }

        if (_round % RebalanceEvery == 0 && !_news.IsAtRisk && instance.Get("events/recommendations/rebalance").Status == 200)
        {
            _news.IsAtRisk = true;
            _bell.Ring();
        }

        return s_every;
    }

    private TimeSpan AfterFailure(InstanceMetadata instance)
    {
        _failures++;
        if (instance.HasToken || _failures < 3)
        {
            // 1, 2, 4, 8 s: the service answers 503 for some seconds now and then.
            TimeSpan pause = s_every * (1 << Math.Min(_failures - 1, 3));
            return pause < s_longestPause ? pause : s_longestPause;
        }

        if (!_hasComplained)
        {
            _hasComplained = true;
            _say($"the instance metadata service at {_place.Instance} gives no token (from a container it needs a hop limit of 2); a reclaim shows by "
                + (_task is null ? "SIGTERM alone" : "the container's metadata and SIGTERM"));
        }

        return _task is null ? s_afterNoToken : s_every * TaskEvery;
    }

    private void AskTask(MetadataClient task)
    {
        if (_news.Notice is null && TaskState.IsStopping(task.Send("GET", "/task")))
        {
            _news.Notice = new SpotNotice("stop of the container", _time.GetTimestamp());
            _bell.Ring();
        }
    }

    /// <summary>The facts, or null to be asked for once more: a busy host lets a single answer be late.</summary>
    private static InstanceFacts? FactsOf(InstanceMetadata instance)
    {
        MetadataReply type = instance.Get("instance-type");
        MetadataReply zone = instance.Get("placement/availability-zone");
        MetadataReply cycle = instance.Get("instance-life-cycle");
        MetadataReply id = instance.Get("instance-id");
        bool isKnown = type.Status == 200 && id.Status is (200 or 404) && zone.Status is (200 or 404) && cycle.Status is (200 or 404);
        return isKnown ? new InstanceFacts(type.Body.Trim(), TextOf(zone), TextOf(cycle)) { Id = TextOf(id) } : null;

        static string TextOf(MetadataReply reply) => reply.Status == 200 ? reply.Body.Trim() : "";
    }
}
