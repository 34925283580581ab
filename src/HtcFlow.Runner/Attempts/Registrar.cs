using System.Text.Json;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Wire;
using HtcFlow.Runner.Ship;

namespace HtcFlow.Runner.Attempts;

/// <summary>Writes an attempt's last words: the accepted report, then the ledger key by which the engine learns of it.</summary>
internal sealed class Registrar
{
    private readonly IObjectStore _store;
    private readonly Patience _patience;
    private readonly Func<string> _machine;
    private readonly Func<string> _host;

    public Registrar(IObjectStore store, Patience patience, Func<string> machine, Func<string> host)
    {
        _store = store;
        _patience = patience;
        _machine = machine;
        _host = host;
    }

    /// <summary>Says whether some attempt of the task was accepted already.</summary>
    public Task<bool> IsAcceptedAsync(TaskKeys keys, CancellationToken cancellationToken) =>
        _patience.TryAsync(
            async () =>
            {
                await using Stream? report = await _store.OpenAsync(keys.Accepted, cancellationToken);
                return report is not null;
            },
            cancellationToken);

    /// <summary>Writes the ledger key of a task that an earlier attempt had finished.</summary>
    public Task RepeatAsync(TaskKeys keys, long wallMilliseconds, CancellationToken cancellationToken) =>
        PutAsync(
            keys.Ledger(Outcome.Succeeded, ExitCode.Success, wallMilliseconds, _machine(), _host()), [], PutCondition.Always, cancellationToken);

    /// <summary>Writes report and ledger key. The key goes last: whoever sees it may rely on everything else being there.</summary>
    public async Task RegisterAsync(TaskKeys keys, AttemptReport report, CancellationToken cancellationToken)
    {
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(report, WireJson.Default.AttemptReport);
        if (report.Outcome == Outcome.Succeeded)
        {
            // False means that another attempt came first. Its report stands, and the task has succeeded all the same.
            await PutAsync(keys.Accepted, body, PutCondition.IfAbsent, cancellationToken);
            body = [];
        }

        string key = keys.Ledger(report.Outcome, report.Exit, report.WallMilliseconds, report.Machine, report.Host);
        await PutAsync(key, body, PutCondition.Always, cancellationToken);
    }

    private Task<bool> PutAsync(string key, byte[] body, PutCondition condition, CancellationToken cancellationToken) =>
        _patience.TryAsync(
            () => _store.PutAsync(key, new MemoryStream(body, writable: false), condition, cancellationToken), cancellationToken);
}
