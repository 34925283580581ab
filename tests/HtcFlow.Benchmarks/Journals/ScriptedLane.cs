using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.State;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Wire;
using HtcFlow.Engine.Lanes;

namespace HtcFlow.Benchmarks.Journals;

/// <summary>Answers the engine's calls at once: each look shows news of one array, first that its tasks run, then some more of their ends.</summary>
/// <param name="state">The engine's state, to know the tasks of an array.</param>
/// <param name="endsPerLook">Most ends that one look shows, and so most that one commit holds.</param>
internal sealed class ScriptedLane(CampaignState state, int endsPerLook)
{
    // One first attempt of a hundred is cut off, at scattered places; its task is tried again in an array of such tasks.
    private const int Interrupted = 100;
    private const long HalfAnHour = 1_800_000;
    private const int Terminated = ExitCode.SignalBase + 15;
    private readonly Dictionary<ArrayId, long> _shown = [];

    /// <summary>The answer to a call.</summary>
    public LaneReply Answer(LaneCall call) => call switch
    {
        LaneCall.Submit submit => new LaneReply.Submitted(
            submit.Arrays, [.. submit.Jobs.Select(j => SubmitReply.Accepted(HandleOf(j)))])
        { Number = call.Number },
        LaneCall.Observe observe => new LaneReply.Observed(Look(observe), TimeSpan.Zero) { Number = call.Number },
        LaneCall.Forget => new LaneReply.Forgot { Number = call.Number },
        _ => throw new InvalidOperationException($"Nobody makes the call {call}."),
    };

    private static JobHandle HandleOf(ArrayJob job) => new(job.Ask.Name, $"job-{job.Array.Value:D8}");

    private ArrayObservation[] Look(LaneCall.Observe observe)
    {
        // The array of which least was shown, so that all of them are open for as long as possible.
        ObservationTarget news = observe.Targets.MinBy(t => _shown.GetValueOrDefault(t.Array, -1))!;
        return [.. observe.Targets.Select(t => t == news ? News(t) : new ArrayObservation(t.Array, StatusOf(t), []))];
    }

    private ArrayObservation News(ObservationTarget target)
    {
        IndexSet tasks = state.ArrayOf(target.Array).Tasks;
        if (!_shown.TryGetValue(target.Array, out long first))
        {
            _shown[target.Array] = 0;
            return new ArrayObservation(target.Array, StatusOf(target) with { Running = IndexSet.Range(0, target.Elements) }, []);
        }

        long end = Math.Min(first + endsPerLook, tasks.Count);
        var keys = new List<LedgerKey>((int)(end - first));
        int attempt = state.ArrayOf(target.Array).Attempt;
        foreach (IndexRange range in tasks.Slice(first, end - first).Ranges)
        {
            for (long i = range.First; i < range.End; i++)
            {
                bool isCut = attempt == 1 && Mixed(i) % Interrupted == 0;
                keys.Add(new LedgerKey(
                    i, attempt, isCut ? Outcome.Preempted : Outcome.Succeeded, isCut ? Terminated : 0,
                    HalfAnHour + (long)(Mixed(i) % HalfAnHour), "c5.9xlarge"));
            }
        }

        _shown[target.Array] = end;
        bool isLast = end == tasks.Count;
        return new ArrayObservation(
            target.Array, isLast ? StatusOf(target) with { Ended = IndexSet.Range(0, target.Elements) } : StatusOf(target), keys);
    }

    private static ArrayStatus StatusOf(ObservationTarget target) => new() { Handle = target.Handle, IsKnown = true };

    // Scatters numbers (the finaliser of SplitMix64), so that no two runs of tasks look alike and every run of the benchmark does.
    private static ulong Mixed(long value)
    {
        ulong z = (ulong)value + 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
