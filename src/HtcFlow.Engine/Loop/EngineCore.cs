using HtcFlow.Core.Effects;
using HtcFlow.Core.Facts;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Planning;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Ports.Abilities;
using HtcFlow.Core.Requests;
using HtcFlow.Core.State;
using HtcFlow.Core.Transitions;
using HtcFlow.Engine.Health;
using HtcFlow.Engine.Lanes;
using HtcFlow.Engine.Recovery;
using HtcFlow.Engine.Telemetry;
using HtcFlow.Engine.Views;

namespace HtcFlow.Engine.Loop;

/// <summary>The engine without threads and waiting: replies go in, facts are appended and applied, calls come out.</summary>
/// <remarks>The one writer of the state. <see cref="CampaignEngine"/> drives it in real time, a simulator in virtual time.</remarks>
public sealed class EngineCore
{
    private static readonly TimeSpan s_newsInterval = TimeSpan.FromMilliseconds(100);

    // Looking may take a tenth of the time when there is news, a fiftieth (2 % of a core) when there is none.
    private const int NewsRest = 10;
    private const int QuietRest = 50;

    // Looks that show nothing new double the wait for the next one; news ends that at once. 2^4 = 16 x 250 ms is past the longest.
    private const int MostQuietLooks = 4;
    private static readonly TimeSpan s_longestQuietInterval = TimeSpan.FromSeconds(2);

    // A look that took long because a network was slow must not keep the next one away for long.
    private static readonly TimeSpan s_longestNewsInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_longestPollInterval = TimeSpan.FromMinutes(1);
    private readonly EngineParts _parts;
    private readonly BackendCapabilities _capabilities;
    private readonly PlanLimits _limits;
    private readonly Flights _flights;
    private readonly Backoff _backoff;
    private readonly RateMeter _meter;
    private readonly ReplyReader _reader;
    private readonly ClosedArrays _closed = new();
    private readonly AttemptWatch _watch;
    private readonly WeightWatch _weights;
    private readonly SnapshotKeeper _snapshots;

    // Numbers of the calls that were not answered. A reply that comes twice would end a later call about the same arrays before that
    // one was answered, and what follows would be done twice: a submission, or a look whose keys the first look was told already.
    private readonly HashSet<long> _unanswered = [];
    private long _calls;
    private readonly DateTimeOffset _openedAt;
    private readonly long _openedStamp;
    private DateTimeOffset _nextMail;
    private int _quietLooks;
    private string _outage = "";
    private string _hindrance = "";

    /// <summary>Replays the journal and takes the campaign over.</summary>
    public EngineCore(EngineParts parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        _parts = parts;
        _capabilities = parts.Backend.Capabilities;
        _flights = new Flights { Gather = _capabilities.PollInterval / 2 };
        _limits = PlanLimits.Of(_capabilities);
        _backoff = new Backoff(parts.Dice);
        Replay replay = Replay.Load(parts.Journal);
        State = replay.State;
        _meter = replay.Meter;
        _snapshots = new SnapshotKeeper(parts, replay.Moves);
        _watch = new AttemptWatch(State, parts.Log, parts.Backend is IHostControl, parts.Time.GetUtcNow());
        _weights = new WeightWatch(State, parts.Costs, parts.Weighing);
        _reader = new ReplyReader(State, _flights, _capabilities, parts.Log, _watch);

        // A clock that was set back between two engines stands still until it is where the journal was: see SteadyClock.
        _openedAt = parts.Time.GetUtcNow() > State.LatestAt ? parts.Time.GetUtcNow() : State.LatestAt;
        _openedStamp = parts.Time.GetTimestamp();
        foreach (ArrayState array in State.OpenArrays.Where(a => a.Phase == ArrayPhase.Planned))
        {
            _flights.Doubt(array.Id, _openedAt);
        }

        // The engine that closed these last may have died before the backend heard of it; forgetting twice is harmless.
        foreach (ArrayState array in State.Arrays.Where(a => a.Phase == ArrayPhase.Closed).TakeLast(EffectPlanner.MaxArraysPerCall))
        {
            _closed.Add(array);
        }

        EngineLog.TookOver(parts.Log, parts.Version, State.Spec.Name, State.Sequence, State.OpenArrays.Count);
        Record([new Fact.EngineStarted(parts.Host, parts.ProcessId, parts.Version)], [], _openedAt);
    }

    /// <summary>State of the campaign; read only.</summary>
    public CampaignState State { get; }

    /// <summary>Shortest wait between two looks at the same arrays, however much news there is.</summary>
    public TimeSpan NewsInterval { get; private set; } = s_newsInterval;

    /// <summary>Whether a user asked this engine to stop.</summary>
    public bool StopRequested { get; private set; }

    /// <summary>Why the engine has nothing more to do; <see cref="EngineEnd.None"/> while it has.</summary>
    public EngineEnd End =>
        State.Phase == CampaignPhase.Ended ? EngineEnd.Ended
        : StopRequested ? EngineEnd.Stopped
        : State.Phase == CampaignPhase.Held && !State.OpenArrays.Any(a => a.Phase == ArrayPhase.Submitted) ? EngineEnd.Held
        : EngineEnd.None;

    /// <summary>Takes a reply in.</summary>
    public void OnReply(LaneReply reply, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(reply);
        if (reply.Number > 0 && !_unanswered.Remove(reply.Number))
        {
            return;
        }

        NoteLeap(now);

        switch (reply)
        {
            case LaneReply.Failed failed:
                OnFailure(failed, now);
                return;
            case LaneReply.News:
                _quietLooks = 0;
                foreach (ArrayState array in State.OpenArrays)
                {
                    _flights.ObserveAt(array.Id, now);
                }

                return;
            default:
                _backoff.Reset();
                _outage = "";
                NoteHindrance();
                long before = State.Sequence;
                foreach (IReadOnlyList<Fact> facts in _reader.Read(reply, now, PollIntervalAfter(reply)))
                {
                    Record(facts, [], now);
                }

                Record(_watch.Take(now), [], now);
                _quietLooks = State.Sequence > before ? 0 : Math.Min(_quietLooks + 1, MostQuietLooks);

                return;
        }
    }

    /// <summary>Answers requests, plans, and gives the calls to be made now.</summary>
    public IReadOnlyList<LaneCall> Advance(DateTimeOffset now)
    {
        NoteLeap(now);
        AnswerMail(now);
        Record(State.Phase == CampaignPhase.Ended ? [] : _weights.Plan(now), [], now);
        while (State.Phase != CampaignPhase.Ended)
        {
            IReadOnlyList<Fact> facts = ArrayPlanner.Plan(State, _limits, now);
            facts = facts.Count > 0 ? facts : ArrayPlanner.PlanClosures(State, _flights, now);
            if (facts.Count == 0)
            {
                break;
            }

            Record(facts, [], now);
        }

        Record(_watch.Plan(now), [], now);
        var calls = new List<LaneCall>();
        foreach (Effect effect in EffectPlanner.Plan(State, _flights, now))
        {
            LaneCall call = CallBuilder.Build(State, effect, _capabilities, _watch.SiblingsOf);
            foreach (ArrayId array in call.Arrays)
            {
                _flights.Begin(array, now);
            }

            calls.Add(call);
        }

        calls.AddRange(_closed.Take(now));
        calls.AddRange(_watch.Calls(now));
        for (int c = 0; c < calls.Count; c++)
        {
            calls[c] = calls[c] with { Number = ++_calls };
            _unanswered.Add(_calls);
        }

        return calls;
    }

    /// <summary>The engine is about to end: keeps a snapshot if replaying what happened since the last one would take a while.</summary>
    public void Rest() => _snapshots.KeepIfDue(State, isResting: true);

    /// <summary>When <see cref="Advance"/> should be called again although no reply came.</summary>
    public DateTimeOffset NextWake(DateTimeOffset now)
    {
        DateTimeOffset next = _nextMail;
        foreach (DateTimeOffset? other in (DateTimeOffset?[])[_flights.NextWake(now), ArrayPlanner.NextDue(State, _limits, now), _closed.NextDue, _watch.NextDue])
        {
            next = other > now && other < next ? other.Value : next;
        }

        return next;
    }

    /// <summary>The campaign as it stands.</summary>
    public CampaignView View(DateTimeOffset now)
    {
        CampaignView view = CampaignView.Of(State, _meter, now);
        return view.Reason.Length == 0 ? view with { Reason = _outage.Length > 0 ? _outage : _hindrance } : view;
    }

    // The cost of one call stands for those that a look at all open arrays takes.
    private TimeSpan PollIntervalAfter(LaneReply reply)
    {
        if (reply is LaneReply.Observed observed)
        {
            TimeSpan cost = observed.Cost * (1 + (State.OpenArrays.Count / EffectPlanner.MaxArraysPerCall));
            NewsInterval = Longer(s_newsInterval, Shorter(s_longestNewsInterval, cost * NewsRest));
            TimeSpan quiet = Shorter(s_longestQuietInterval, _capabilities.PollInterval * (1 << _quietLooks));
            return Longer(Longer(_capabilities.PollInterval, quiet), Shorter(s_longestPollInterval, cost * QuietRest));
        }

        return _capabilities.PollInterval;
    }

    private void NoteHindrance()
    {
        string hindrance = _parts.Backend is IHindered hindered ? hindered.Hindrance : "";
        if (hindrance.Length > 0 && hindrance != _hindrance)
        {
            EngineLog.Hindered(_parts.Log, hindrance);
        }

        _hindrance = hindrance;
    }

    private void NoteLeap(DateTimeOffset now)
    {
        TimeSpan leap = now - _openedAt - _parts.Time.GetElapsedTime(_openedStamp);
        _flights.Leap = leap > TimeSpan.Zero ? leap : TimeSpan.Zero;
    }

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private void AnswerMail(DateTimeOffset now)
    {
        if (now < _nextMail)
        {
            return;
        }

        _nextMail = now + _parts.MailInterval;
        foreach (UserRequest request in _parts.Journal.Pending())
        {
            IReadOnlyList<Fact> facts = RequestReader.Read(State, request, out string complaint);

            // Requests are answered in order: who asks for a release after a stop wants the campaign to go on.
            StopRequested = request.Kind == RequestKind.Stop || (StopRequested && request.Kind != RequestKind.Release);
            if (complaint.Length > 0)
            {
                EngineLog.RequestIgnored(_parts.Log, request.Kind.ToString(), complaint);
            }

            EngineLog.Requested(_parts.Log, request.Kind.ToString(), request.Stage, request.Tasks);
            Record(facts, [request.Id], now);
        }
    }

    // Decide, append, apply: in this order, here and nowhere else.
    private void Record(IReadOnlyList<Fact> facts, IReadOnlyList<long> answered, DateTimeOffset now)
    {
        if (facts.Count == 0 && answered.Count == 0)
        {
            return;
        }

        // The journal keeps milliseconds; live state must not know more than a replay would.
        DateTimeOffset at = DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds());
        at = at > State.LatestAt ? at : State.LatestAt;
        JournalEntry[] entries = [.. facts.Select((fact, i) => new JournalEntry(State.Sequence + 1 + i, at, fact))];
        _parts.Journal.Append(entries, answered);
        foreach (JournalEntry entry in entries)
        {
            Applier.Apply(State, entry);
            _meter.Add(entry);
            _snapshots.Count(entry.Fact);
            Follow(entry.Fact);
        }

        _snapshots.KeepIfDue(State, isResting: false);
    }

    private void Follow(Fact fact)
    {
        switch (fact)
        {
            case Fact.ArrayClosed closed:
                _flights.Remove(closed.Array);
                _closed.Add(State.ArrayOf(closed.Array));
                break;
            case Fact.ArrayRejected rejected:
                _flights.Remove(rejected.Array);
                EngineLog.Refused(_parts.Log, rejected.Array.Value, rejected.Reason);
                break;
            case Fact.ArrayReturned returned:
                _flights.Remove(returned.Array);
                EngineLog.Refused(_parts.Log, returned.Array.Value, returned.Reason);
                break;
            case Fact.TargetSuspended suspended:
                EngineLog.Suspended(_parts.Log, State.Targets[suspended.Target].Spec.Name, suspended.Until, suspended.Reason);
                break;
            case Fact.TargetsWeighed:
                foreach (TargetState target in State.Targets)
                {
                    EngineLog.Weighed(_parts.Log, target.Spec.Name, target.Weight, target.Measured!.Dollars, target.Measured.Reason);
                }

                break;
            case Fact.ArraySubmitted submitted:
                EngineLog.Submitted(_parts.Log, submitted.Array.Value, submitted.BackendId);
                break;
            case Fact.AttemptsEnded ended:
                EngineLog.Ended(
                    _parts.Log, ended.Array.Value, ended.Ends.Count(e => e.Verdict == Verdict.Accept),
                    ended.Ends.Count(e => e.Verdict is Verdict.Retry or Verdict.Excuse), ended.Ends.Count(e => e.Verdict == Verdict.GiveUp));
                break;
            case Fact.AttemptsStopped stopped:
                EngineLog.Stopped(_parts.Log, stopped.Array.Value, stopped.Tasks.ToString());
                break;
            case Fact.HostQuarantined quarantined:
                _watch.OnQuarantined();
                EngineLog.HostQuarantined(_parts.Log, quarantined.Host, quarantined.Until, quarantined.Reason);
                break;
            case Fact.CampaignEnded:
                EngineLog.CampaignEnded(
                    _parts.Log, State.Spec.Name, State.Tally(TaskState.Succeeded), State.Stages.Sum(s => s.Fruitless));
                break;
            default:
                break;
        }
    }

    private void OnFailure(LaneReply.Failed failed, DateTimeOffset now)
    {
        TimeSpan wait = _backoff.Next(now, failed.Fault.RetryAfter);
        _outage = failed.Fault.Message;
        EngineLog.CallFailed(
            _parts.Log, failed.Call.GetType().Name, failed.Fault.Kind.ToString(), wait.TotalSeconds, failed.Fault.Message);
        foreach (ArrayId array in failed.Call.Arrays)
        {
            _flights.End(array, now + wait);
            if (failed.Call is LaneCall.Submit)
            {
                _flights.Doubt(array, now);
            }
        }

        if (failed.Call is LaneCall.Forget forget)
        {
            _closed.Return(forget, now + wait);
        }
        else if (failed.Call is LaneCall.Sample sample)
        {
            _watch.OnFailure(sample, now + wait);
        }
        else if (failed.Call is LaneCall.Avoid)
        {
            _watch.OnFailure(now + wait);
        }

        bool hopeless = failed.Fault.Kind is FaultKind.Denied or FaultKind.Broken or FaultKind.Gone;
        if (failed.Call is LaneCall.Submit && hopeless && State.Phase == CampaignPhase.Active)
        {
            Record(Consequences(failed, now), [], now);
        }
    }

    // Whether the target has the arrays in spite of the failure is looked up before they come back.
    private IReadOnlyList<Fact> Consequences(LaneReply.Failed refused, DateTimeOffset now) => !TargetRule.FailsOver(State)
        ? [new Fact.CampaignHeld(refused.Fault.Message)]
        : [.. refused.Call.Arrays.Select(id => State.ArrayOf(id).Target!).Distinct()
            .Select(target => TargetRule.Suspend(target, refused.Fault.Message, now)).OfType<Fact>()];
}
