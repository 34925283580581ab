using System.Globalization;
using HtcFlow.AwsEmulator.Clock;
using HtcFlow.AwsEmulator.Executors;
using HtcFlow.AwsEmulator.World;

namespace HtcFlow.AwsEmulator.Jobs;

/// <summary>A job or an array with its children.</summary>
internal sealed class Job : IAgendaTarget, IJobView
{
    private readonly int[] _live = new int[StatusNames.Count];
    private readonly int[] _shown = new int[StatusNames.Count];
    private bool _isPublishing;
    private int _fresh;
    private int _freshEnd;
    private Queue<int>? _returned;

    public Job(Region region, SubmitOrder order, string id, long sequence)
    {
        Region = region;
        Order = order;
        Id = id;
        Sequence = sequence;
        CreatedMs = region.Emulator.Agenda.NowMilliseconds;
        Children = new ChildTable(Math.Max(1, order.Size));
        _live[(int)JobStatus.Submitted] = Children.Count;
        _shown[(int)JobStatus.Submitted] = Children.Count;
        ShownMs = CreatedMs;
    }

    public Region Region { get; }

    /// <summary>What was asked for.</summary>
    public SubmitOrder Order { get; }

    public string Id { get; }

    public string Name => Order.Name;

    public string QueueName => Order.Queue.Name;

    public string RegionName => Region.Name;

    public int Size => Order.Size;

    /// <summary>Number that grows with each job of a region.</summary>
    public long Sequence { get; }

    public long CreatedMs { get; }

    /// <summary>When it begins to be seen, in ticks.</summary>
    public long VisibleTicks { get; set; }

    public ChildTable Children { get; }

    /// <summary>Attempts that were followed by others, by index.</summary>
    public Dictionary<int, List<AttemptRecord>> History { get; } = [];

    /// <summary>Elements that are being stopped, by index.</summary>
    public Dictionary<int, StopCause> Stops { get; } = [];

    /// <summary>Who waits for this job.</summary>
    public List<Dependent> Dependents { get; } = [];

    /// <summary>Whole jobs that are waited for.</summary>
    public int Waiting { get; set; }

    /// <summary>Elements of other arrays that each element waits for; null for none.</summary>
    public byte[]? ChildWaiting { get; set; }

    /// <summary>Whether the time of queueing is over.</summary>
    public bool IsQueued { get; set; }

    /// <summary>Whether a job that is waited for has failed.</summary>
    public bool IsDoomed { get; set; }

    /// <summary>Whether it was cancelled or terminated as a whole.</summary>
    public bool IsCancelled { get; set; }

    public bool IsTerminated { get; set; }

    /// <summary>Whether all elements are over; an array shows it later.</summary>
    public bool IsOver => _live[(int)JobStatus.Succeeded] + _live[(int)JobStatus.Failed] == Children.Count;

    /// <summary>Whether it is forgotten.</summary>
    public bool IsGone { get; set; }

    /// <summary>State of an array as it is shown.</summary>
    public JobStatus ParentStatus { get; private set; } = JobStatus.Submitted;

    /// <summary>Reason of an array's state.</summary>
    public string? ParentReason { get; set; }

    /// <summary>When an array was seen to be over; 0 before that.</summary>
    public long StoppedMs { get; private set; }

    /// <summary>Counters of an array as they are shown.</summary>
    public IReadOnlyList<int> Shown => _shown;

    /// <summary>When those were counted.</summary>
    public long ShownMs { get; private set; }

    /// <summary>Elements in a state.</summary>
    public int Live(JobStatus status) => _live[(int)status];

    /// <summary>State of a plain job or an array as it is shown.</summary>
    public JobStatus Status => Size > 0 ? ParentStatus : Children.Status[0];

    /// <summary>Id of an element.</summary>
    public string IdOf(int index) => Size > 0 ? string.Create(CultureInfo.InvariantCulture, $"{Id}:{index}") : Id;

    /// <summary>When the last attempt of an element began, in milliseconds since 1970; 0 for never.</summary>
    public long StartedAt(int index) => Children.Started[index] == 0 ? 0 : CreatedMs + Children.Started[index];

    /// <summary>When the last attempt of an element ended, in milliseconds since 1970; 0 for never.</summary>
    public long StoppedAt(int index) => Children.Stopped[index] == 0 ? 0 : CreatedMs + Children.Stopped[index];

    /// <summary>Milliseconds since its creation, at least one.</summary>
    public uint Elapsed => (uint)Math.Max(1, Region.Emulator.Agenda.NowMilliseconds - CreatedMs);

    public ContainerSpec ReadContainer() => Order.ReadContainer();

    public void OnDue(int what, int first, int second) => Region.OnDue(this, (JobMoment)what, first, second);

    /// <summary>Moves an element to another state.</summary>
    public void Move(int index, JobStatus to)
    {
        JobStatus from = Children.Status[index];
        Children.Status[index] = to;
        _live[(int)from]--;
        _live[(int)to]++;
        if (from == JobStatus.Runnable || to == JobStatus.Runnable)
        {
            Order.Queue.CountBacklog(Order.Shape, to == JobStatus.Runnable ? 1 : -1);
        }

        if (!Region.Emulator.Watches.IsEmpty)
        {
            Region.Emulator.Watches.Tell(IdOf(index), to);
        }

        if (Size > 0 && !_isPublishing)
        {
            _isPublishing = true;
            Region.Emulator.Agenda.After(Region.Emulator.Options.Habits.SummaryLag, this, (int)JobMoment.Publish);
        }
    }

    /// <summary>Shows what an array's children are now.</summary>
    public void Publish()
    {
        _isPublishing = false;
        _live.CopyTo(_shown, 0);
        ShownMs = Region.Emulator.Agenda.NowMilliseconds;
        if (!IsOver)
        {
            ParentStatus = JobStatus.Pending;
            return;
        }

        StoppedMs = StoppedMs == 0 ? ShownMs : StoppedMs;
        bool hasFailed = _live[(int)JobStatus.Failed] > 0;
        ParentStatus = hasFailed ? JobStatus.Failed : JobStatus.Succeeded;
        ParentReason ??= hasFailed ? Words.ChildFailed : null;
    }

    /// <summary>Lets all elements of a range start that were never tried.</summary>
    public void Offer(int from, int to) => (_fresh, _freshEnd) = (from, to);

    /// <summary>Lets one element start.</summary>
    public void Offer(int index) => (_returned ??= new Queue<int>()).Enqueue(index);

    /// <summary>Takes an element that can start; negative for none.</summary>
    public int Take()
    {
        while (_returned is { Count: > 0 })
        {
            int index = _returned.Dequeue();
            if (Children.Status[index] == JobStatus.Runnable)
            {
                return index;
            }
        }

        while (_fresh < _freshEnd)
        {
            int index = _fresh++;
            if (Children.Status[index] == JobStatus.Runnable)
            {
                return index;
            }
        }

        return -1;
    }
}
