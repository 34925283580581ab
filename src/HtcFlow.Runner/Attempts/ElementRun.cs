using HtcFlow.Core.Wire;

namespace HtcFlow.Runner.Attempts;

/// <summary>Runs the tasks of one element and sums them up in an exit code.</summary>
internal static class ElementRun
{
    /// <summary>Runs all tasks, or as many as there is time for before the runner is told to stop.</summary>
    /// <returns>0 when all succeeded, a single task's own code, 75 when stopped, else 1.</returns>
    public static async Task<int> RunAsync(Workshop shop, CancellationToken cancellationToken)
    {
        var attempt = new Attempt(shop);
        long count = shop.Assignment.Tasks.Count;
        int worst = ExitCode.Success;
        foreach (long index in shop.Assignment.Tasks)
        {
            if (shop.Supervisor.IsStopping)
            {
                return ExitCode.TryAgain; // what was not started gets no ledger key: the engine hands it out again
            }

            Conclusion end = await attempt.RunAsync(index, cancellationToken);
            if (end.Outcome != Outcome.Succeeded)
            {
                string text = $"{shop.Assignment.Order.Stage.Name} {index}: {LedgerKey.NameOf(end.Outcome)}: {end.Reason}";
                shop.Warn(text);
                worst = count == 1 || end.Outcome == Outcome.Preempted ? end.Exit : 1;
            }
        }

        return shop.Supervisor.IsStopping && count > 1 && worst == ExitCode.Success ? ExitCode.TryAgain : worst;
    }
}
