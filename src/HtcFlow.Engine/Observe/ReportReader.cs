using System.Text.Json;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Wire;

namespace HtcFlow.Engine.Observe;

/// <summary>Reads accepted reports: the only objects of tasks that the engine ever opens, and few of them.</summary>
internal static class ReportReader
{
    /// <summary>Reads what is there; reports of other versions that cannot be understood are left out.</summary>
    public static async Task<IReadOnlyList<AttemptReport>> ReadAsync(IObjectStore store, IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        var reports = new List<AttemptReport>();
        foreach (string key in keys)
        {
            await using Stream? content = await store.OpenAsync(key, cancellationToken);
            if (content is null)
            {
                continue;
            }

            try
            {
                if (await JsonSerializer.DeserializeAsync(content, WireJson.Default.AttemptReport, cancellationToken) is { } report)
                {
                    reports.Add(report);
                }
            }
            catch (Exception e) when (e is JsonException or NotSupportedException or ArgumentException)
            {
                // What it says is evidence, and nobody's result hangs on it.
            }
        }

        return reports;
    }
}
