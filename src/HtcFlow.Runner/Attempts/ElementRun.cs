using HtcFlow.Core.Wire;
using HtcFlow.Runner.Order;

namespace HtcFlow.Runner.Attempts;

/// <summary>Runs the tasks of one element and sums them up in an exit code.</summary>
internal static class ElementRun
{
    /// <summary>Runs all tasks, or as many as there is time for before the runner is told to stop.</summary>
    /// <returns>As its scheduler understands it: 0 when all succeeded, a single task's own code, the code for another attempt, else 1.</returns>
    public static async Task<int> RunAsync(Workshop shop, CancellationToken cancellationToken)
    {
        RunnerSettings settings = shop.Settings;
        (int code, bool isForAnother) = await RunAllAsync(shop, cancellationToken);

        // An engine decides itself what is tried again, so under its orders a code means the same everywhere.
        int again = settings.RetryExit ?? (shop.IsOrdered ? ExitCode.TryAgain : SchedulerExit.AgainOn(settings.Scheduler));
        return SchedulerExit.Of(code, isForAnother, again, settings.Scheduler);
    }

    private static async Task<(int Code, bool IsForAnother)> RunAllAsync(Workshop shop, CancellationToken cancellationToken)
    {
        var attempt = new Attempt(shop);
        long count = shop.Assignment.Tasks.Count;
        int worst = ExitCode.Success;
        bool isForAnother = false;
        foreach (long index in shop.Assignment.Tasks)
        {
            if (shop.Supervisor.IsStopping)
            {
                return (ExitCode.TryAgain, true); // what was not started gets no ledger key: the engine hands it out again
            }

            Conclusion end = await attempt.RunAsync(index, cancellationToken);
            if (end.Outcome != Outcome.Succeeded)
            {
                string text = $"{shop.Assignment.Order.Stage.Name} {index}: {LedgerKey.NameOf(end.Outcome)}: {end.Reason}";
                shop.Warn(text);
                worst = count == 1 || end.Outcome == Outcome.Preempted ? end.Exit : 1;
                isForAnother = end.Outcome == Outcome.Preempted || (count == 1 && end.Outcome == Outcome.Slow);
            }
        }

        return shop.Supervisor.IsStopping && count > 1 && worst == ExitCode.Success ? (ExitCode.TryAgain, true) : (worst, isForAnother);
    }
}
