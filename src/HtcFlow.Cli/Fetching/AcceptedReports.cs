using System.Text.Json;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Wire;

namespace HtcFlow.Cli.Fetching;

/// <summary>Reads the reports of the attempts whose results a campaign's tasks have.</summary>
/// <param name="store">Store of the campaign.</param>
/// <param name="campaign">Name of the campaign.</param>
internal sealed class AcceptedReports(IObjectStore store, string campaign)
{
    // Enough to hide the latency of a store that is far away.
    private const int Abreast = 16;

    /// <summary>Reads the report of one task; null when there is none.</summary>
    /// <exception cref="FaultException">It is damaged (<see cref="FaultKind.Broken"/>), or the store cannot be read.</exception>
    public async Task<AttemptReport?> ReadAsync(string stage, long task, CancellationToken cancellationToken)
    {
        string key = StoreLayout.Accepted(campaign, stage, task);
        await using Stream? content = await store.OpenAsync(key, cancellationToken);
        if (content is null)
        {
            return null;
        }

        try
        {
            return await JsonSerializer.DeserializeAsync(content, WireJson.Default.AttemptReport, cancellationToken) ?? throw new JsonException("it is empty");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or ArgumentException)
        {
            throw new FaultException(FaultKind.Broken, "read", key, $"the report is damaged: {e.Message}", e);
        }
    }

    /// <summary>Reads the reports of many tasks for what is good to know; null in the place of one that is missing or damaged.</summary>
    /// <exception cref="FaultException">The store cannot be read.</exception>
    public async Task<AttemptReport?[]> ReadAllAsync(string stage, IReadOnlyList<long> tasks, CancellationToken cancellationToken)
    {
        var reports = new AttemptReport?[tasks.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Abreast, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, tasks.Count, options, async (at, token) =>
        {
            try
            {
                reports[at] = await ReadAsync(stage, tasks[at], token);
            }
            catch (FaultException e) when (e.Kind == FaultKind.Broken)
            {
                reports[at] = null;
            }
        });
        return reports;
    }
}
