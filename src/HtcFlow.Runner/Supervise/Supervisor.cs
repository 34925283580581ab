using HtcFlow.Core.Ports;
using HtcFlow.Core.Wire;
using HtcFlow.Runner.Guard;
using HtcFlow.Runner.Kernel;

namespace HtcFlow.Runner.Supervise;

/// <summary>Runs one command to its end: waits, watches the clock, and stops it when it has to be stopped.</summary>
internal sealed class Supervisor
{
    private readonly Reaper _reaper;
    private readonly Signals _signals;
    private readonly Bell _news;
    private readonly TimeProvider _time;

    public Supervisor(Reaper reaper, Signals signals, Bell news, TimeProvider time)
    {
        _reaper = reaper;
        _signals = signals;
        _news = news;
        _time = time;
    }

    /// <summary>Whether this process was asked to stop, so that nothing new should be started.</summary>
    public bool IsStopping => _signals.Stops > 0;

    /// <summary>Starts a command and blocks until it and its process group have ended.</summary>
    /// <returns>Null with an error number when it could not be started.</returns>
    public RunResult? Run(SpawnPlan plan, RunRules rules, out int error)
    {
        long started = _time.GetTimestamp();
        error = _reaper.Spawn(plan, out int pid);
        if (error != 0)
        {
            return null;
        }

        StopCause? stop = null;
        StopSequence? sequence = null;
        long stopping = 0;
        int commits = 0;
        while (_reaper.End is null)
        {
            if (sequence is null && Cause(rules, started) is { } cause)
            {
                stop = cause;
                sequence = new StopSequence(rules.Grace, rules.CheckpointSignal, rules.Progress is not null);
                rules.Progress?.AskForLook();
                stopping = _time.GetTimestamp();
                commits = rules.Progress?.Commits ?? 0;
            }

            TimeSpan? wait = sequence is null
                ? SlowGuard.NextLook(rules.Limits, Seen(rules, started))
                : Advance(sequence, _time.GetElapsedTime(stopping), IsShipped(rules, commits));
            _news.Wait(wait);
        }

        TimeSpan elapsed = _time.GetElapsedTime(started);
        ProcessGroup.End(pid, _time, _news);
        return new RunResult(_reaper.End.Value, stop, elapsed);
    }

    /// <summary>A command that was asked for a checkpoint is given the time to write it; of any other, what it has finished is shipped.</summary>
    private static bool IsShipped(RunRules rules, int commits) => rules.Progress is { } progress
        && (rules.CheckpointSignal != 0 ? progress.Commits > commits : progress.IsCaughtUp);

    private TimeSpan? Advance(StopSequence sequence, TimeSpan elapsed, bool shipped)
    {
        int signal = sequence.Advance(elapsed, shipped, _signals.Stops > 1);
        if (signal != 0)
        {
            _reaper.Send(signal);
        }

        return sequence.Deadline - elapsed;
    }

    private StopCause? Cause(RunRules rules, long started)
    {
        if (IsStopping)
        {
            return new StopCause(Outcome.Preempted, "the runner was told to stop");
        }

        if (rules.Progress?.Failure is FaultException fault)
        {
            return new StopCause(Outcome.Lost, fault.Message);
        }

        return SlowGuard.Judge(rules.Limits, Seen(rules, started)) is { } reason ? new StopCause(Outcome.Slow, reason) : null;
    }

    private Observation Seen(RunRules rules, long started)
    {
        long growth = rules.Progress?.LastGrowth ?? 0;
        return new Observation(
            _time.GetElapsedTime(started), growth > started ? _time.GetElapsedTime(started, growth) : TimeSpan.Zero);
    }
}
