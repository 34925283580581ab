using HtcFlow.Core.Guards;
using HtcFlow.Core.Guards.Rates;
using HtcFlow.Runner.Watch;

namespace HtcFlow.Runner.Guard;

/// <summary>The guards of one attempt: reads what they need when it is due, and passes their word on.</summary>
internal sealed class GuardPost
{
    // Memory and progress are looked at every few seconds, room for files more rarely: a file system fills slowly.
    private static readonly TimeSpan s_often = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_rarely = TimeSpan.FromSeconds(30);

    // Samples before the command starts: the best of them is what the host can do.
    private const int SamplesBefore = 2;

    private const int MostKeptSamples = 1_000;

    private readonly GuardSenses _senses;
    private readonly GuardSubject _subject;
    private readonly SiblingPace? _siblings;
    private readonly TimeProvider _time;
    private readonly PaceGuard _pace;
    private readonly ScratchGuard _scratch = new();
    private readonly ProbeSchedule _probes = new();
    private readonly List<double> _bandwidths = [];
    private BandwidthGuard? _bandwidth;
    private TimeSpan _nextLook;
    private long _started;
    private long _kills;
    private long _memoryLimit;
    private int _commits;
    private long _kept;
    private HostEvidence _evidence;

    /// <summary>Sets the guards up.</summary>
    /// <param name="limits">Bars.</param>
    /// <param name="siblings">What is usual; null when nobody knows.</param>
    /// <param name="subject">What is guarded.</param>
    /// <param name="senses">What they see of the machine.</param>
    /// <param name="time">Clock.</param>
    public GuardPost(GuardLimits limits, SiblingPace? siblings, GuardSubject subject, GuardSenses senses, TimeProvider time)
    {
        Limits = limits;
        _siblings = siblings;
        _subject = subject;
        _senses = senses;
        _time = time;
        _pace = new PaceGuard(limits, siblings);
    }

    /// <summary>Bars.</summary>
    public GuardLimits Limits { get; }

    /// <summary>Time since the command started.</summary>
    public TimeSpan Elapsed => _time.GetElapsedTime(_started);

    /// <summary>When, counted from the start, an output or checkpoint last appeared or grew; zero at first.</summary>
    private TimeSpan LastProgress =>
        _subject.Progress?.LastGrowth is { } growth && growth > _started ? _time.GetElapsedTime(_started, growth) : TimeSpan.Zero;

    private bool WantsOften => Limits.Memory > 0 || Limits.Pace > 0 || Limits.WantsBandwidth || _scratch.IsFull;

    /// <summary>Measures what has to be measured before the command starts; takes time only where bandwidth is guarded.</summary>
    public void Prepare()
    {
        if (!Limits.WantsBandwidth || _bandwidth is not null)
        {
            return;
        }

        double before = 0;
        TimeSpan cost = TimeSpan.Zero;
        for (int sample = 0; sample < SamplesBefore; sample++)
        {
            if (_senses.Measure() is { } measured)
            {
                before = Math.Max(before, measured.BytesPerSecond);
                cost += measured.Cost;
            }
        }

        _bandwidth = new BandwidthGuard(Limits, before, _siblings?.BandwidthBytesPerSecond ?? 0);
        _probes.Note(TimeSpan.Zero, cost, BandwidthGuard.Interval);
    }

    /// <summary>The command has started.</summary>
    public void Begin()
    {
        _started = _time.GetTimestamp();
        _nextLook = TimeSpan.Zero;
        _kills = _senses.Group.OutOfMemoryKills();
        _memoryLimit = _senses.Group.MemoryLimitBytes();
    }

    /// <summary>Looks around where it is time to.</summary>
    /// <returns>Why the attempt has to end, or null.</returns>
    public GuardVerdict? Judge()
    {
        TimeSpan elapsed = Elapsed;
        GuardVerdict? verdict = WalltimeGuard.Judge(Limits, elapsed) ?? SilenceGuard.Judge(Limits, elapsed, LastProgress);
        if (verdict is null && elapsed >= _nextLook)
        {
            verdict = Look(elapsed);
            _nextLook = elapsed + (WantsOften ? s_often : s_rarely);
        }

        return verdict;
    }

    /// <summary>Time until the next judgement can come out differently.</summary>
    public TimeSpan Wait()
    {
        TimeSpan elapsed = Elapsed;
        TimeSpan next = Earlier(Earlier(_nextLook, WalltimeGuard.EndsAt(Limits)), SilenceGuard.EndsAt(Limits, LastProgress));
        return next > elapsed ? next - elapsed : TimeSpan.Zero;

        static TimeSpan Earlier(TimeSpan a, TimeSpan? b) => b is { } other && other < a ? other : a;
    }

    /// <summary>Says of a command that was killed whether the kernel did it for want of memory; null when not.</summary>
    public string? WhyKilled() => _senses.Group.OutOfMemoryKills() > _kills ? MemoryGuard.KilledText(_memoryLimit) : null;

    /// <summary>How fast the attempt went; null when nothing was watched.</summary>
    /// <param name="elapsed">How long the command ran.</param>
    public AttemptPace? Pace(TimeSpan elapsed)
    {
        _bandwidths.Sort();
        double bandwidth = _bandwidths.Count == 0 ? 0 : Math.Round(_bandwidths[_bandwidths.Count / 2]);
        return _subject.Progress is { } progress ? new AttemptPace(progress.Bytes, progress.Steps, Math.Round(elapsed.TotalSeconds, 3), bandwidth) : null;
    }

    private GuardVerdict? Look(TimeSpan elapsed)
    {
        GuardVerdict? verdict = null;
        if (ScratchRoom.Of(_subject.Directory) is { } room)
        {
            verdict = _scratch.Judge(elapsed, room.FreeBytes, room.TotalBytes, OwnBytes);
        }

        if (Limits.Memory > 0)
        {
            verdict ??= MemoryGuard.Judge(Limits, _senses.Group.MemoryUsedBytes(), _memoryLimit);
        }

        if (_subject.Progress is { } progress && (Limits.Pace > 0 || Limits.WantsBandwidth))
        {
            long bytes = _subject.InheritedBytes + progress.Bytes;
            _kept = progress.Commits > _commits ? bytes : _commits == 0 ? _subject.InheritedBytes : _kept;
            _commits = progress.Commits;
            _evidence = _senses.Evidence();
            verdict ??= _pace.Add(elapsed, bytes, progress.Steps, _kept, _evidence);
        }

        return verdict ?? Probe(elapsed);
    }

    private GuardVerdict? Probe(TimeSpan elapsed)
    {
        if (_bandwidth is null || elapsed < _probes.Next)
        {
            return null;
        }

        if (_senses.Measure() is not { } sample)
        {
            _probes.Note(elapsed, TimeSpan.Zero, BandwidthGuard.Interval);
            return null;
        }

        GuardVerdict? verdict = _bandwidth.Add(sample.BytesPerSecond, _pace.IsSlow || _evidence.IsStolenFrom, _evidence);
        _probes.Note(elapsed, sample.Cost, _bandwidth.Wait);
        if (_bandwidths.Count < MostKeptSamples)
        {
            _bandwidths.Add(sample.BytesPerSecond);
        }

        return verdict;
    }

    private long OwnBytes() => Scanner.Scan(_subject.Directory).Sum(file => file.Status.Stamp.Size);
}
