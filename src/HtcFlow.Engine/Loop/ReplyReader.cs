using HtcFlow.Core.Effects;
using HtcFlow.Core.Facts;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Planning;
using HtcFlow.Core.Ports;
using HtcFlow.Core.State;
using HtcFlow.Engine.Health;
using HtcFlow.Engine.Lanes;
using HtcFlow.Engine.Telemetry;
using Microsoft.Extensions.Logging;

namespace HtcFlow.Engine.Loop;

/// <summary>Turns replies of a lane into facts, and notes in the flights what is no longer under way.</summary>
public sealed class ReplyReader(CampaignState state, Flights flights, BackendCapabilities capabilities, ILogger log, AttemptWatch? watch = null)
{
    // Wait before the fate of a refused array is looked into again.
    private static readonly TimeSpan s_retry = TimeSpan.FromSeconds(1);

    // An eventually consistent service may not show an array for a moment; giving it up would run all its tasks again. News can
    // make looks follow each other closely, so these have to be as far apart as if there were none.
    private const int MissingBeforeGone = 3;

    /// <summary>Reads a reply of a call that succeeded.</summary>
    /// <param name="reply">The reply.</param>
    /// <param name="now">Now.</param>
    /// <param name="pollInterval">How long after an observation the next one is worth making.</param>
    /// <returns>Facts in batches; each is to be recorded before the next one is asked for, because the next one is decided on what it changes.</returns>
    public IEnumerable<IReadOnlyList<Fact>> Read(LaneReply reply, DateTimeOffset now, TimeSpan pollInterval)
    {
        switch (reply)
        {
            case LaneReply.Submitted submitted:
                return [ReadSubmitted(submitted, now)];
            case LaneReply.Found found:
                return [ReadFound(found, now)];
            case LaneReply.Observed observed:
                return ReadObserved(observed, now, pollInterval);
            case LaneReply.Cancelled cancelled:
                flights.MarkCancelled(cancelled.Call.Array, cancelled.Call.Elements);
                flights.End(cancelled.Call.Array, now);
                return [];
            case LaneReply.Sampled sampled:
                watch?.OnSampled(sampled);
                return [];
            default:
                return [];
        }
    }

    private List<Fact> ReadSubmitted(LaneReply.Submitted submitted, DateTimeOffset now)
    {
        var facts = new List<Fact>();
        var refused = new List<(ArrayState Array, string Reason)>();
        for (int i = 0; i < submitted.Arrays.Count; i++)
        {
            ArrayId array = submitted.Arrays[i];
            SubmitReply answer = submitted.Replies[i];
            flights.End(array, now);
            if (state.ArrayOf(array).Phase != ArrayPhase.Planned)
            {
                // The same reply came twice, or after one that told more.
                continue;
            }

            if (answer.Handle is { } handle)
            {
                flights.Trust(array);
                facts.Add(new Fact.ArraySubmitted(array, handle.BackendId));
            }
            else if (answer.Fault!.Kind is FaultKind.Transient or FaultKind.Throttled)
            {
                EngineLog.CallFailed(log, "Submit", answer.Fault.Kind.ToString(), s_retry.TotalSeconds, answer.Fault.Message);
                flights.Doubt(array, now);
                flights.End(array, now + s_retry);
            }
            else
            {
                refused.Add((state.ArrayOf(array), answer.Fault.Message));
            }
        }

        // Refusals follow what was taken in the same call, which would otherwise count as a sign that the target is well again.
        facts.AddRange(Refusals(refused, now));
        return facts;
    }

    private IEnumerable<Fact> Refusals(List<(ArrayState Array, string Reason)> refused, DateTimeOffset now)
    {
        if (!TargetRule.FailsOver(state))
        {
            return refused.Select(r => (Fact)new Fact.ArrayRejected(r.Array.Id, r.Reason));
        }

        return
        [
            .. refused.DistinctBy(r => r.Array.Target).Select(r => TargetRule.Suspend(r.Array.Target!, r.Reason, now)).OfType<Fact>(),
            .. refused.Select(r => new Fact.ArrayReturned(r.Array.Id, r.Reason)),
        ];
    }

    private List<Fact> ReadFound(LaneReply.Found found, DateTimeOffset now)
    {
        var facts = new List<Fact>();

        // A scheduler lets two jobs have one name; the first one is as good as the other.
        Dictionary<JobName, JobHandle> known = found.Handles.DistinctBy(h => h.Name).ToDictionary(h => h.Name);
        foreach (ArrayId array in found.Arrays)
        {
            flights.End(array, now);
            if (state.ArrayOf(array).Phase != ArrayPhase.Planned)
            {
                continue;
            }

            DateTimeOffset settled = flights.DoubtfulSince(array) + capabilities.SearchLag;
            if (known.TryGetValue(state.ArrayOf(array).Name, out JobHandle? handle))
            {
                flights.Trust(array);
                facts.Add(new Fact.ArraySubmitted(array, handle.BackendId));
            }
            else if (flights.BeganAt(array) < settled)
            {
                // A search may miss what came a moment ago, and submitting that again would run its tasks twice.
                flights.End(array, settled + flights.Leap);
            }
            else
            {
                flights.Trust(array);
            }
        }

        return facts;
    }

    private IEnumerable<IReadOnlyList<Fact>> ReadObserved(LaneReply.Observed observed, DateTimeOffset now, TimeSpan pollInterval)
    {
        var batch = new List<Fact>();
        foreach (ArrayObservation seen in observed.Observations)
        {
            flights.End(seen.Array, now);
            flights.ObserveAt(seen.Array, now + pollInterval);
            ArrayState array = state.ArrayOf(seen.Array);
            if (array.Phase != ArrayPhase.Submitted)
            {
                continue;
            }

            ArrayStatus status = StatusOf(seen, now, pollInterval);
            IReadOnlyList<Fact> facts = ObservationReader.Read(state, array, status, seen.Keys);
            if (!HoldsLateResult(array, facts))
            {
                batch.AddRange(Review(array, facts, seen, now));
                continue;
            }

            // The task went on to another array, which may have told its end in this very reply: both as of one state would be
            // two ends of one task, and the second could not be applied.
            yield return batch;
            batch = [];
            yield return Review(array, ObservationReader.Read(state, array, status, seen.Keys), seen, now);
        }

        yield return batch;
    }

    private IReadOnlyList<Fact> Review(ArrayState array, IReadOnlyList<Fact> facts, ArrayObservation seen, DateTimeOffset now) =>
        watch?.Review(array, facts, seen, now) ?? facts;

    private ArrayStatus StatusOf(ArrayObservation seen, DateTimeOffset now, TimeSpan pollInterval)
    {
        int missing = flights.CountMissing(seen.Array, !seen.Status.IsKnown, now, out DateTimeOffset since);
        bool isGone = missing >= MissingBeforeGone && now - since >= pollInterval * (MissingBeforeGone - 1);
        return seen.Status with { IsKnown = seen.Status.IsKnown || !isGone };
    }

    private bool HoldsLateResult(ArrayState array, IReadOnlyList<Fact> facts) =>
        facts.OfType<Fact.AttemptsEnded>().Any(ended => ended.Ends.Any(end => !state.Stages[array.Stage].IsUnderWay(array, end.Index)));
}
