using HtcFlow.Core.Ports;
using HtcFlow.Core.Wire;
using HtcFlow.Runner.Kernel;
using HtcFlow.Runner.Spawn;
using HtcFlow.Runner.Spot;

namespace HtcFlow.Runner.Supervise;

/// <summary>Runs one command to its end: waits, watches the clock, and stops it when it has to be stopped.</summary>
internal sealed class Supervisor
{
    private readonly Reaper _reaper;
    private readonly Signals _signals;
    private readonly SpotNews _spot;
    private readonly Bell _news;
    private readonly TimeProvider _time;
    private readonly Action<string> _say;

    public Supervisor(Reaper reaper, Signals signals, SpotNews spot, Bell news, TimeProvider time, Action<string> say)
    {
        _reaper = reaper;
        _signals = signals;
        _spot = spot;
        _news = news;
        _time = time;
        _say = say;
    }

    /// <summary>Whether this process was asked to stop or its machine will go, so that nothing new should be started.</summary>
    public bool IsStopping => _signals.Stops > 0 || _spot.Notice is not null;

    /// <summary>Starts a command and blocks until it and its process group have ended.</summary>
    /// <returns>Null with an error number when it could not be started.</returns>
    public RunResult? Run(SpawnPlan plan, RunRules rules, out int error)
    {
        rules.Guards.Prepare();
        long started = _time.GetTimestamp();
        error = _reaper.Spawn(plan, out int pid);
        if (error != 0)
        {
            return null;
        }

        rules.Guards.Begin();
        StopCause? stop = Attend(rules);
        TimeSpan elapsed = _time.GetElapsedTime(started);
        ProcessGroup.End(pid, _time, _news);
        ChildEnd end = _reaper.End!.Value;
        bool isKilled = end.ExitCode == ExitCode.SignalBase + Signal.Kill && stop is null;
        return new RunResult(end, stop, elapsed) { WhyKilled = isKilled ? rules.Guards.WhyKilled() : null };
    }

    private StopCause? Attend(RunRules rules)
    {
        var leaving = new Leaving(_spot, rules.Progress, rules.CheckpointSignal != 0, _time, _say);
        var checkpoint = new CheckpointRequest(_reaper, rules.CheckpointSignal, _time, _say);
        var memory = new IdleMemory();
        long started = _time.GetTimestamp();
        StopCause? stop = null;
        StopSequence? sequence = null;
        long stopping = 0;
        int begun = 0;
        while (_reaper.End is null)
        {
            if (sequence is null && Cause(rules, leaving, checkpoint) is { } cause)
            {
                stop = cause;
                sequence = SequenceFor(rules, leaving);
                rules.Progress?.AskForLook();
                stopping = _time.GetTimestamp();
                begun = rules.Progress?.Begun ?? 0;
            }

            TimeSpan? wait = sequence is null
                ? Earlier(rules.Guards.Wait(), leaving.Wait)
                : Advance(sequence, _time.GetElapsedTime(stopping), IsShipped(rules, checkpoint, begun), checkpoint);
            TimeSpan look = Earlier(memory.Tend(_time.GetElapsedTime(started)), checkpoint.Tend());
            _news.Wait(Earlier(look, wait));
        }

        return stop;
    }

    /// <summary>A machine that goes leaves more time than the usual grace, or less.</summary>
    private StopSequence SequenceFor(RunRules rules, Leaving leaving)
    {
        bool hasDeadline = _spot.Notice is not null && leaving.Left > TimeSpan.Zero;
        TimeSpan shipping = hasDeadline ? leaving.Left : rules.Grace;
        TimeSpan ending = hasDeadline && leaving.Left < rules.Grace ? leaving.Left : rules.Grace;
        return new StopSequence(shipping, ending, rules.CheckpointSignal, rules.Progress is not null);
    }

    /// <summary>A command that was asked for a checkpoint is given the time to write it; of any other, what it has finished is shipped.</summary>
    private static bool IsShipped(RunRules rules, CheckpointRequest checkpoint, int begun) => rules.Progress is { } progress
        && (rules.CheckpointSignal != 0 && !checkpoint.IsUnheard ? progress.HasCommittedAfter(begun) : progress.IsCaughtUp);

    private TimeSpan? Advance(StopSequence sequence, TimeSpan elapsed, bool shipped, CheckpointRequest checkpoint)
    {
        switch (sequence.Advance(elapsed, shipped, _signals.Stops > 1))
        {
            case 0:
                break;
            case Signal.Terminate:
                _reaper.Send(_signals.StopWith); // SIGINT stays SIGINT
                break;
            case Signal.Kill:
                _reaper.Send(Signal.Kill);
                break;
            default:
                checkpoint.Begin();
                break;
        }

        return sequence.Deadline - elapsed;
    }

    private StopCause? Cause(RunRules rules, Leaving leaving, CheckpointRequest checkpoint)
    {
        if (_signals.Stops > 0)
        {
            return StopCause.Preempted("the runner was told to stop");
        }

        switch (leaving.Advance())
        {
            case LeavingStep.Stop:
                return StopCause.Preempted(leaving.Reason);
            case LeavingStep.AskCheckpoint:
                checkpoint.Begin();
                break;
        }

        if (rules.Progress?.Failure is FaultException fault)
        {
            return new StopCause(Outcome.Lost, ExitCode.TryAgain, fault.Message);
        }

        return rules.Guards.Judge() is { } verdict ? StopCause.Of(verdict) : null;
    }

    private static TimeSpan Earlier(TimeSpan a, TimeSpan? b) => b is { } other && other < a ? other : a;
}
