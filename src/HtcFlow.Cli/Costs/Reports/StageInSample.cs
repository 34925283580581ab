using HtcFlow.Cli.Fetching;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Wire;

namespace HtcFlow.Cli.Costs.Reports;

/// <summary>Finds how much of their time attempts waited for inputs, programs and checkpoints: ledger keys do not say, reports do, and a few of them will do.</summary>
internal static class StageInSample
{
    /// <summary>Reports that are read of a stage: of waits that differ by half from task to task, their mean is then known to a sixteenth.</summary>
    public const int Reports = 64;

    /// <summary>The share of the time of attempts; null when no report tells it.</summary>
    /// <param name="store">Store.</param>
    /// <param name="campaign">Campaign.</param>
    /// <param name="stage">Stage.</param>
    /// <param name="tasks">Tasks that have a result.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<double?> ShareAsync(IObjectStore store, string campaign, string stage, IReadOnlyList<long> tasks, CancellationToken cancellationToken)
    {
        AttemptReport?[] reports;
        try
        {
            reports = await new AcceptedReports(store, campaign).ReadAllAsync(stage, tasks, cancellationToken);
        }
        catch (FaultException)
        {
            return null; // the sums are right without it
        }

        AttemptReport[] telling = [.. reports.OfType<AttemptReport>().Where(report => report is { StageInMilliseconds: not null, WallMilliseconds: > 0 })];
        return telling.Length == 0
            ? null
            : telling.Sum(report => (double)(report.StageInMilliseconds!.Value + (report.RestoreMilliseconds ?? 0))) / telling.Sum(report => (double)report.WallMilliseconds);
    }
}
