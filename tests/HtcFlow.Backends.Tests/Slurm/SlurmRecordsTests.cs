using HtcFlow.Backends.Clusters;
using HtcFlow.Backends.Clusters.Schedulers;
using HtcFlow.Backends.Commands;
using HtcFlow.Backends.Slurm;
using HtcFlow.Core.Ids;
using HtcFlow.Testing;

namespace HtcFlow.Backends.Tests.Slurm;

/// <summary>When the accounting database is asked, and for what.</summary>
public sealed class SlurmRecordsTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 22, 2, 0, 0, TimeSpan.Zero));
    private readonly List<Command> _asked = [];
    private readonly TrackedArray _array;

    public SlurmRecordsTests() => _array = new TrackedArray(new JobName("h-codes-1"), 6, _clock.GetUtcNow().ToUnixTimeSeconds()) { Job = "61" };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_NothingMissing_StartsNothing()
    {
        Assert.Empty(await Records(TimeSpan.FromSeconds(60)).ReadAsync(Arrays(), Token));
        Assert.Empty(_asked);
    }

    [Fact]
    public async Task Read_ElementsGoneUnseen_AsksForTheirArraysAndEndsThem()
    {
        SlurmRecords records = Records(TimeSpan.FromSeconds(60));
        _array.OnLook(null, _clock.GetUtcNow(), records.Patience);
        foreach (EndRecord end in (await records.ReadAsync(Arrays(), Token)).Where(static end => end.Name == "h-codes-1"))
        {
            _array.OnRecord(end);
        }

        _array.OnLook(null, _clock.GetUtcNow(), records.Patience);
        Assert.True(_array.IsSettled);
        Command command = Assert.Single(_asked);
        Assert.Equal("sacct", command.Program);
        Assert.Contains("--name=h-codes-1", command.Arguments);
        Assert.Contains("now-10minutes", command.Arguments);
        Assert.Equal([0, 1, 2, 4, 5], _array.Status(_array.Handle("")).Abnormal.Select(static end => end.Element).Order());
    }

    [Fact]
    public async Task Read_NumberNeverHeard_AsksByName()
    {
        _array.Job = "";
        Assert.NotEmpty(await Records(TimeSpan.FromSeconds(60)).ReadAsync(Arrays(), Token));
    }

    [Fact]
    public async Task Read_NoAccounting_StartsNothingAndIsNotWaitedFor()
    {
        SlurmRecords records = Records(TimeSpan.Zero);
        _array.OnLook(null, _clock.GetUtcNow(), records.Patience);
        Assert.Empty(await records.ReadAsync(Arrays(), Token));
        Assert.Empty(_asked);
        _clock.Advance(TimeSpan.FromSeconds(1));
        _array.OnLook(null, _clock.GetUtcNow(), records.Patience);
        Assert.True(_array.IsSettled);
    }

    private Dictionary<string, TrackedArray> Arrays() => new() { [_array.Name.Value] = _array };

    private SlurmRecords Records(TimeSpan lag) =>
        new(new SlurmCommands(new Recorded(_asked), new SlurmOptions { SpoolDirectory = "", RunnerPath = "" }), "me", lag, _clock);

    private sealed class Recorded(List<Command> asked) : ICommands
    {
        public long Started => asked.Count;

        public bool IsHere => true;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        public ValueTask<string?> VariableAsync(string name, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<CommandReply> RunAsync(Command command, CancellationToken cancellationToken)
        {
            asked.Add(command);
            return Task.FromResult(new CommandReply(0, File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Slurm", "Samples", "sacct.txt")), ""));
        }

        public Task<long> LengthAsync(string path, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<byte[]> ReadAsync(string path, long offset, int bytes, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
