using System.Text;
using System.Text.Json;
using HtcFlow.Cli.Output;
using HtcFlow.Cli.Sessions;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.State;
using HtcFlow.Core.Wire;
using HtcFlow.Objects.Frames;

namespace HtcFlow.Cli.Fetching;

/// <summary>What the attempts of one task left in the store for people.</summary>
internal sealed class TaskLog
{
    private readonly OpenCampaign _campaign;
    private readonly IObjectStore _store;
    private readonly StageState _stage;

    /// <summary>Looks at a task.</summary>
    public TaskLog(OpenCampaign campaign, IObjectStore store, TaskId task)
    {
        _campaign = campaign;
        _store = store;
        _stage = campaign.State.Stages[task.Stage];
        Index = task.Index;
    }

    /// <summary>Campaign.</summary>
    public string Campaign => _campaign.State.Spec.Name;

    /// <summary>Stage.</summary>
    public string Stage => _stage.Spec.Name;

    /// <summary>Task.</summary>
    public long Index { get; }

    /// <summary>Reads a stream of an attempt; null when there is none.</summary>
    public async Task<string?> ReadAsync(int attempt, string stream, CancellationToken cancellationToken)
    {
        string key = StoreLayout.Output(Campaign, Stage, Index, attempt, ".htcflow/" + stream, compressed: true);
        await using Stream? content = await _store.OpenAsync(key, cancellationToken);
        if (content is null)
        {
            return null;
        }

        await using var raw = new Lz4Decoder(content, subject: key);
        using var reader = new StreamReader(raw, Encoding.UTF8);
        return await reader.ReadToEndAsync(cancellationToken);
    }

    /// <summary>One line that says why an attempt ended as it did, or why it left nothing yet; and whether it ended with a report, so that
    /// a stream that is not stored is one on which nothing was printed.</summary>
    public async Task<(string Reason, bool IsReported)> ExplainAsync(int attempt, CancellationToken cancellationToken)
    {
        int attempts = _stage.Ledger.AttemptsOf(Index);
        TaskState state = _stage.Ledger.StateOf(Index);
        if (attempt > attempts)
        {
            return ($"there {(attempts == 1 ? "was 1 attempt" : $"were {attempts} attempts")} so far", false);
        }

        if (attempt == attempts && state is TaskState.Submitted or TaskState.Running)
        {
            return ($"the task is {PhaseNames.Of(state)}; what it writes is stored when the attempt ends", false);
        }

        foreach (ArrayState array in _campaign.State.Arrays.Where(a => a.Stage == _stage.Index && a.Attempt <= attempt))
        {
            string prefix = StoreLayout.LedgerOf(Campaign, Stage, array.Id, Index);
            await foreach (ObjectInfo info in _store.ListAsync(prefix, "", cancellationToken))
            {
                LedgerKey? key = LedgerKey.Parse(info.Key.AsSpan(info.Key.LastIndexOf('/') + 1));
                if (key is not null && key.Attempt == attempt)
                {
                    return (await ReasonAsync(info, key, cancellationToken), true);
                }
            }
        }

        return ("it left no report: its machine was lost, it was killed, or it could not write to the store; `htcflow tasks` shows its exit code (74: the store, 64: its settings)", false);
    }

    // The key alone tells the outcome; its body is the report, unless that became accepted.json.
    private async Task<string> ReasonAsync(ObjectInfo info, LedgerKey key, CancellationToken cancellationToken)
    {
        string outcome = $"{LedgerKey.NameOf(key.Outcome)}, exit code {key.Exit}";
        await using Stream? body = info.Bytes == 0 ? null : await _store.OpenAsync(info.Key, cancellationToken);
        if (body is null)
        {
            return outcome;
        }

        try
        {
            AttemptReport? report = await JsonSerializer.DeserializeAsync(body, WireJson.Default.AttemptReport, cancellationToken);
            return report is null || report.Reason.Length == 0 ? outcome : $"{outcome}: {report.Reason}";
        }
        catch (JsonException)
        {
            return outcome;
        }
    }
}
