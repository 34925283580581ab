using System.Text;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Wire;
using HtcFlow.Objects.Stores;
using HtcFlow.Objects.Transfer;
using HtcFlow.Runner.Restore;
using HtcFlow.Runner.Ship;
using HtcFlow.Runner.Ship.Checkpoints;
using HtcFlow.Runner.Ship.Traffic;
using HtcFlow.Runner.Watch;
using HtcFlow.Testing;

namespace HtcFlow.Runner.Tests.Ship;

/// <summary>A scratch directory, a store in memory and the harvest between them.</summary>
internal sealed class Field : IDisposable
{
    public TempDirectory Scratch { get; } = new();

    public MemoryStore Store { get; init; } = new();

    /// <summary>What the harvest ships to, where it is not <see cref="Store"/> itself.</summary>
    public IObjectStore? Objects { get; init; }

    /// <summary>How long a failing store is tried.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromMinutes(1);

    public FakeTimeProvider Time { get; } = new();

    public Progress Progress { get; }

    public OutputShelf Shelf { get; } = new();

    public ShipQueue? Queue { get; private set; }

    public TaskKeys Keys { get; private set; } = KeysOf(1);

    public Field() => Progress = new Progress(Time);

    public Func<string, WriterState> Writers { get; set; } = WriterCheck.Of;

    public Patience Patience => new(Time, Limit);

    public static TaskKeys KeysOf(int attempt) => new(Orders.For("/store", ["true"]), 0, attempt);

    public async Task<Harvest> HarvestAsync(string[] globs, CheckpointSpec? checkpoint = null, int attempt = 1)
    {
        Keys = KeysOf(attempt);
        var plan = new HarvestPlan
        {
            Scratch = Scratch.Root,
            Keys = Keys,
            Outputs = new OutputRules([.. globs.Select(g => new WantedGlob(g, Glob.Parse(g), false))], []),
            RemovalDelay = TimeSpan.FromSeconds(10),
            LookEvery = TimeSpan.FromSeconds(10),
            Progress = Progress,
        };
        var sightings = new Sightings();
        var gate = new FileGate(path => Writers(path), sightings, Time);
        ShipQueue queue = Queue = new ShipQueue(new Uploader(Objects ?? Store, Patience), Progress.Backlog, UploadPace.Free(Time), path => Writers(path));
        CheckpointKeeper? keeper = null;
        if (checkpoint is not null)
        {
            var store = new CheckpointStore(Objects ?? Store, Keys, Patience, Time);
            await store.ListAsync(TestContext.Current.CancellationToken);
            keeper = new CheckpointKeeper(plan, checkpoint, Shelf, store, queue, gate);
        }

        var harvest = new Harvest(plan, Shelf, queue, gate, sightings, keeper, Time);
        harvest.NoteGiven();
        return harvest;
    }

    /// <summary>Writes a file of the task's and returns its path; nobody has it open for writing any more.</summary>
    public string Write(string name, string text)
    {
        string path = Scratch.Write(name, text);
        AwaitClose(path);
        return path;
    }

    /// <summary>Waits until nobody has a file open for writing.</summary>
    /// <remarks>A process that another test starts meanwhile has a copy of each descriptor until it executes its program.</remarks>
    public static void AwaitClose(string path) =>
        Assert.True(SpinWait.SpinUntil(() => WriterCheck.Of(path) != WriterState.Open, TimeSpan.FromSeconds(20)), $"{path} is still open");

    /// <summary>Waits until everything that was found is acknowledged.</summary>
    public async Task DrainAsync(Harvest harvest)
    {
        while (!Queue!.IsIdle)
        {
            await Queue.ArrivalAsync();
            harvest.Tend();
        }
    }

    public async Task<string> ReadAsync(string key, string name = "x")
    {
        string target = Scratch.At(".htcflow", "read");
        await FileTransfer.PullAsync(Store, new StoredFile(name, key, -1, 0, "", 0), target, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(await File.ReadAllBytesAsync(target, TestContext.Current.CancellationToken));
    }

    public async Task<byte[]> ReadBytesAsync(StoredFile file)
    {
        string target = Scratch.At(".htcflow", "read");
        await FileTransfer.PullAsync(Store, file, target, TestContext.Current.CancellationToken);
        return await File.ReadAllBytesAsync(target, TestContext.Current.CancellationToken);
    }

    public async Task<List<string>> KeysInStoreAsync()
    {
        var keys = new List<string>();
        await foreach (var info in Store.ListAsync("camp/t/00/sim/0/", "", TestContext.Current.CancellationToken))
        {
            keys.Add(info.Key["camp/t/00/sim/0/".Length..]);
        }

        return keys;
    }

    public void Dispose() => Scratch.Dispose();
}
