using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Wire;
using HtcFlow.Runner.Ship;
using HtcFlow.Runner.Watch;

namespace HtcFlow.Runner.Tests.Ship;

/// <summary>Outputs that change after they were acknowledged.</summary>
public sealed class VersionsTests : IDisposable
{
    // Processes that other tests start inherit open files for a moment, so the kernel's word is not asked here.
    private readonly Field _field = new() { Writers = _ => WriterState.None };

    public void Dispose() => _field.Dispose();

    [Fact]
    public async Task LookAsync_RewrittenOutput_LeavesTheAcknowledgedObjectAsItIs()
    {
        Harvest harvest = await _field.HarvestAsync(["*.dat"], new CheckpointSpec { Files = ["*.chk"] });
        _field.Write("a.dat", "first");
        await LookAsync(harvest);
        StoredFile first = _field.Shelf.Files[0];

        _field.Write("a.dat", "second");
        _field.Time.Advance(TimeSpan.FromMinutes(1));
        await LookAsync(harvest);

        Assert.Equal("camp/t/00/sim/0/a1/.htcflow/v2/a.dat.lz4", _field.Shelf.Files[0].Key);
        Assert.Equal("second", await _field.ReadAsync(_field.Shelf.Files[0].Key));
        Assert.Equal("first", await _field.ReadAsync(first.Key));
    }

    [Fact]
    public async Task LookAsync_WithoutCheckpoints_RemovesReplacedVersionsAtOnce()
    {
        Harvest harvest = await _field.HarvestAsync(["*.dat"]);
        for (int i = 0; i < 4; i++)
        {
            _field.Write("a.dat", "version " + i);
            await LookAsync(harvest);
            _field.Time.Advance(TimeSpan.FromMinutes(10));
        }

        await LookAsync(harvest);
        Assert.Equal(["a1/.htcflow/v4/a.dat.lz4"], await _field.KeysInStoreAsync());
    }

    [Fact]
    public async Task LookAsync_WithCheckpoints_KeepsTheVersionsThatKeptManifestsName()
    {
        Harvest harvest = await _field.HarvestAsync(["*.dat"], new CheckpointSpec { Files = ["state-*.chk"], Keep = 2 });
        for (int i = 1; i <= 5; i++)
        {
            _field.Write("a.dat", "version " + i);
            File.SetLastWriteTimeUtc(_field.Write($"state-{i}.chk", "s"), DateTime.UnixEpoch.AddHours(i));
            await LookAsync(harvest);
            _field.Time.Advance(TimeSpan.FromMinutes(10));
        }

        List<string> outputs = (await _field.KeysInStoreAsync()).FindAll(k => k.StartsWith("a1/", StringComparison.Ordinal));
        Assert.Equal(["a1/.htcflow/v4/a.dat.lz4", "a1/.htcflow/v5/a.dat.lz4"], outputs);
    }

    [Fact]
    public async Task LookAsync_LogAppendedToEachSecond_IsShippedEverMoreRarely()
    {
        Harvest harvest = await _field.HarvestAsync(["*.log"]);
        int shipped = 0;
        for (int second = 0; second < 600; second++)
        {
            File.AppendAllText(_field.Scratch.At("run.log"), "step\n");
            await LookAsync(harvest);
            shipped = _field.Progress.Shipped;
            _field.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.InRange(shipped, 5, 8);
        await LookAsync(harvest, CommandState.Ended);
        Assert.Equal(600 * 5, _field.Shelf.Files[0].Bytes);
    }

    [Fact]
    public async Task LookAsync_NameTooLongForTheStore_IsExplainedAndHoldsUpNothing()
    {
        Harvest harvest = await _field.HarvestAsync(["**/*.dat"]);
        string part = new('n', 200);
        _field.Write($"{part}/{part}/{part}/{part}/{part}/deep.dat", "x");
        _field.Write(new string('m', 250) + ".dat", "x");
        _field.Write("good.dat", "x");

        await LookAsync(harvest, CommandState.Ended);

        Assert.Equal(["good.dat"], _field.Shelf.Names);
        Assert.Equal(2, harvest.Problems.Count);
        Assert.All(harvest.Problems.Values, p => Assert.Contains("short", p));
    }

    private static Task<TimeSpan> LookAsync(Harvest harvest, CommandState state = CommandState.Running) =>
        harvest.LookAsync(null, state, TestContext.Current.CancellationToken);
}
