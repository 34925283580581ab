using HtcFlow.Backends.Simulated.Machines;
using HtcFlow.Backends.Simulated.World;

namespace HtcFlow.Backends.Simulated.Cloud;

/// <summary>Derives from dice how an attempt goes and what its checkpoints keep.</summary>
internal static class AttemptRules
{
    /// <summary>A task whose output stalls takes this many times as long when no limit ends it.</summary>
    internal const double StalledTimes = 10;

    /// <summary>How and when a task of an array ends on a machine if nothing comes between.</summary>
    /// <param name="job">The array.</param>
    /// <param name="index">The task.</param>
    /// <param name="machine">The machine.</param>
    /// <returns>What happens, and how long the task runs in milliseconds.</returns>
    internal static (TaskFate Fate, long Milliseconds) Plan(CloudJob job, long index, Machine machine)
    {
        CloudStage stage = job.Stage;
        TaskModel model = stage.Model;
        double work = stage.WorkOf(index);
        bool isStalled = machine.Trouble == MachineTrouble.Stalled;
        double slowness = (isStalled ? StalledTimes : 1) / machine.Speed;
        var end = (Fate: TaskFate.Success, Milliseconds: (long)Math.Round((work - RestoredOf(job, index)) * slowness * 1000));
        if (stage.Hits(index, 0, DicePurpose.Poison, model.PoisonShare)
            || stage.Hits(index, job.Attempt, DicePurpose.Failure, model.FailureProbability))
        {
            double share = Dice.Even(Dice.Throw(stage.Seed, index, job.Attempt, DicePurpose.FailurePoint));
            end = (TaskFate.Failure, (long)(end.Milliseconds * share));
        }

        long limit = GuardedRun.EndOf(job, index, machine, work * slowness);
        return limit < end.Milliseconds ? (TaskFate.Slow, limit) : (end.Fate, Math.Max(end.Milliseconds, 1));
    }

    /// <summary>Seconds of work that the attempt found done when it began.</summary>
    internal static double RestoredOf(CloudJob job, long index) =>
        job.Attempt > 1 && job.Stage.Checkpoints.TryGetValue(index, out float done) ? done : 0;

    /// <summary>Seconds of work that are kept when an attempt ends early.</summary>
    /// <param name="job">The array.</param>
    /// <param name="index">The task.</param>
    /// <param name="machine">The machine.</param>
    /// <param name="milliseconds">How long the attempt ran.</param>
    /// <param name="isAsked">Whether the command was asked for a checkpoint before it ended.</param>
    internal static double KeptOf(CloudJob job, long index, Machine machine, long milliseconds, bool isAsked)
    {
        double restored = RestoredOf(job, index);
        double every = job.Stage.Model.CheckpointEvery.TotalSeconds;
        if (every <= 0 || machine.Trouble == MachineTrouble.Stalled || milliseconds <= 0)
        {
            return restored;
        }

        double done = restored + (milliseconds * machine.Speed / 1000);
        return isAsked ? done : Math.Max(restored, Math.Floor(done / every) * every);
    }
}
