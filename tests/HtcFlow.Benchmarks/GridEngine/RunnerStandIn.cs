using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Wire;
using HtcFlow.Objects.Stores;

namespace HtcFlow.Benchmarks.GridEngine;

/// <summary>Writes what runners would have written, because simulated hosts run none.</summary>
/// <remarks>
/// Simulated here: the runners with their commands, and the moment of their writing. Not simulated: qmaster with its scheduler, queue and
/// accounting, the commands, and everything of HtcFlow's but the runner. A runner writes before its element ends; here the record comes first.
/// So the engine is given a view of the cell that differs in one file: records are shown in it once the keys of their tasks are in the store.
/// </remarks>
internal sealed class RunnerStandIn : IAsyncDisposable
{
    // Places in a record, from 0, as accounting(5) gives them.
    private const int HostPlace = 1;
    private const int NamePlace = 4;
    private const int TaskPlace = 35;
    private const string Machine = "simulated";
    private static readonly TimeSpan s_rest = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentDictionary<string, (StageOrder Order, IndexSet Tasks)> _orders = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();
    private readonly DirectoryStore _store;
    private readonly string _accounting;
    private readonly FileStream _shown;
    private readonly long _wallMilliseconds;
    private readonly Task _working;

    /// <param name="cell">Whose records are read.</param>
    /// <param name="directory">For the view; made when missing.</param>
    /// <param name="store">Where the engine looks for keys.</param>
    /// <param name="wall">How long a task takes.</param>
    public RunnerStandIn(SimulatedCell cell, string directory, string store, TimeSpan wall)
    {
        _wallMilliseconds = (long)wall.TotalMilliseconds;
        _store = new DirectoryStore(store);
        View = ViewOf(cell, directory);
        _accounting = cell.Accounting;
        _shown = new FileStream(Path.Combine(directory, "default", "common", "accounting"), FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
        _working = Task.Run(WorkAsync);
    }

    /// <summary>The cell as the engine is to see it.</summary>
    public CellAccess View { get; }

    /// <summary>Elements whose keys were written.</summary>
    public long Written { get; private set; }

    /// <summary>An array is about to be sent.</summary>
    public void OnAsk(string name, string order)
    {
        StageOrder read = OrderCodec.Parse(order);
        _orders[name] = (read, IndexSet.Parse(read.Indices));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _working;
        await _shown.DisposeAsync();
        await _store.DisposeAsync();
        _stop.Dispose();
    }

    private static CellAccess ViewOf(SimulatedCell cell, string directory)
    {
        string common = Path.Combine(directory, "default", "common");
        Directory.CreateDirectory(common);
        foreach (string file in Directory.GetFiles(Path.GetDirectoryName(cell.Accounting)!).Where(file => file != cell.Accounting))
        {
            File.CreateSymbolicLink(Path.Combine(common, Path.GetFileName(file)), file);
        }

        foreach (string other in Directory.GetDirectories(cell.Root).Where(static path => Path.GetFileName(path) != "default"))
        {
            Directory.CreateSymbolicLink(Path.Combine(directory, Path.GetFileName(other)), other);
        }

        return cell.Access with
        {
            Environment = new Dictionary<string, string>(cell.Access.Environment) { ["SGE_ROOT"] = directory },
        };
    }

    private async Task WorkAsync()
    {
        while (!File.Exists(_accounting) && !_stop.IsCancellationRequested)
        {
            await Task.Delay(s_rest); // qmaster makes it with its first record
        }

        using var rest = new MemoryStream();
        byte[] buffer = new byte[1 << 20];
        await using FileStream? records = _stop.IsCancellationRequested ? null : new(_accounting, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        while (records is not null && !_stop.IsCancellationRequested)
        {
            int read = await records.ReadAsync(buffer);
            rest.Write(buffer, 0, read);
            byte[] seen = rest.ToArray();
            int whole = seen.AsSpan().LastIndexOf((byte)'\n') + 1;
            foreach (string line in Encoding.UTF8.GetString(seen, 0, whole).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                await WriteAsync(line.Split(':'));
            }

            await _shown.WriteAsync(seen.AsMemory(0, whole));
            await _shown.FlushAsync();
            rest.SetLength(0);
            rest.Write(seen, whole, seen.Length - whole);
            if (read == 0)
            {
                await Task.Delay(s_rest);
            }
        }
    }

    private async Task WriteAsync(string[] record)
    {
        if (record.Length <= TaskPlace || !_orders.TryGetValue(record[NamePlace], out (StageOrder Order, IndexSet Tasks) known))
        {
            return;
        }

        (StageOrder order, IndexSet tasks) = known;
        long element = long.Parse(record[TaskPlace], CultureInfo.InvariantCulture) - 1;
        for (long position = element * order.Pack; position < Math.Min((element + 1) * order.Pack, tasks.Count); position++)
        {
            var key = new LedgerKey(tasks[position], order.Attempt, Outcome.Succeeded, 0, _wallMilliseconds, Machine) { Host = record[HostPlace] };
            byte[] report = JsonSerializer.SerializeToUtf8Bytes(ReportOf(order, key), WireJson.Default.AttemptReport);
            await PutAsync(StoreLayout.Accepted(order.Campaign, order.Stage.Name, key.Index), report, PutCondition.IfAbsent);
            await PutAsync(StoreLayout.LedgerEntry(order.Campaign, order.Stage.Name, new ArrayId(order.Array), key), [], PutCondition.Always);
        }

        Written++;
    }

    private async Task PutAsync(string key, byte[] content, PutCondition condition)
    {
        using var stream = new MemoryStream(content);
        await _store.PutAsync(key, stream, condition, CancellationToken.None);
    }

    private AttemptReport ReportOf(StageOrder order, LedgerKey key) => new()
    {
        Campaign = order.Campaign,
        Stage = order.Stage.Name,
        Index = key.Index,
        Attempt = key.Attempt,
        Array = order.Array,
        Outcome = key.Outcome,
        Exit = key.Exit,
        WallMilliseconds = _wallMilliseconds,
        Host = key.Host,
        Machine = key.Machine,
    };
}
