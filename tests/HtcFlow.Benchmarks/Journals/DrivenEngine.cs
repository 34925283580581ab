using System.Diagnostics;
using HtcFlow.Benchmarks.MillionCore;
using HtcFlow.Core.Facts;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Snapshots;
using HtcFlow.Core.State;
using HtcFlow.Engine.Lanes;
using HtcFlow.Engine.Loop;
using HtcFlow.Engine.Recovery;
using HtcFlow.Forecast.Virtual;
using HtcFlow.Objects.Stores;

namespace HtcFlow.Benchmarks.Journals;

/// <summary>Drives the real engine through a flat campaign on a journal, as fast as it goes: the world answers at once.</summary>
internal static class DrivenEngine
{
    // More than the longest wait between two looks, so that every round looks.
    private static readonly TimeSpan s_round = TimeSpan.FromSeconds(61);
    private static readonly DateTimeOffset s_begin = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Creates the campaign in an empty journal.</summary>
    public static void Create(IJournal journal, long tasks) =>
        CampaignBirth.Record(journal, FlatCampaign.Of(tasks), "benchmrk", s_begin);

    /// <summary>Runs the campaign to its end and gives the seconds that the engine took; the answers of the world are made in between.</summary>
    public static double Run(IJournal journal, int endsPerLook, SnapshotPolicy snapshots)
    {
        var clock = new VirtualClock(s_begin);
        var core = new EngineCore(new EngineParts
        {
            Journal = journal,
            Backend = new StillBackend(),
            Store = new MemoryStore(),
            Time = clock,
            Dice = new Random(1),
            Snapshots = snapshots,
        });
        var world = new ScriptedLane(core.State, endsPerLook);
        long taken = 0;
        while (core.End == EngineEnd.None)
        {
            clock.Move(s_round);
            long begin = Stopwatch.GetTimestamp();
            IReadOnlyList<LaneCall> calls = core.Advance(clock.GetUtcNow());
            taken += Stopwatch.GetTimestamp() - begin;
            foreach (LaneCall call in calls)
            {
                LaneReply reply = world.Answer(call);
                begin = Stopwatch.GetTimestamp();
                core.OnReply(reply, clock.GetUtcNow());
                taken += Stopwatch.GetTimestamp() - begin;
            }
        }

        Require(core.State.Tally(TaskState.Succeeded) == core.State.Spec.TaskCount, "a task got no result");
        return (double)taken / Stopwatch.Frequency;
    }

    /// <summary>Moves of tasks from one state to another that a fact is about.</summary>
    public static long TransitionsOf(Fact fact) => fact is Fact.ArrayPlanned or Fact.TasksStarted or Fact.AttemptsEnded ? SnapshotPolicy.MovesOf(fact) : 0;

    /// <summary>A benchmark that did something else than it says is no benchmark.</summary>
    public static void Require(bool condition, string complaint)
    {
        if (!condition)
        {
            throw new InvalidOperationException(complaint);
        }
    }
}
