using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Ports;
using HtcFlow.Runner.Ship;
using HtcFlow.Runner.Watch;

namespace HtcFlow.Runner.Tests.Ship;

/// <summary>Stores that fail while files are shipped.</summary>
public sealed class FaultsTests : IDisposable
{
    private readonly GatedStore _store = new();
    private readonly Field _field;
    private FaultKind _fault = FaultKind.Transient;

    public FaultsTests()
    {
        _field = new Field { Objects = _store, Limit = TimeSpan.Zero, Writers = _ => WriterState.None };
        _store.OnPut = key => _fault == FaultKind.None ? Task.CompletedTask : Task.FromException(new FaultException(_fault, "put", key, "not now"));
    }

    public void Dispose() => _field.Dispose();

    [Fact]
    public async Task LookAsync_StoreFailsForAWhile_LeavesItAloneAndShipsLater()
    {
        Harvest harvest = await _field.HarvestAsync(["*.dat"]);
        _field.Write("a.dat", "x");
        await LookAsync(harvest);
        Assert.Empty(_field.Shelf.Names);
        Assert.Equal(0, _field.Progress.Backlog.Files);

        _fault = FaultKind.None;
        await LookAsync(harvest);
        Assert.Empty(_field.Shelf.Names);

        _field.Time.Advance(TimeSpan.FromSeconds(10));
        await LookAsync(harvest);
        Assert.Equal(["a.dat"], _field.Shelf.Names);
    }

    [Fact]
    public async Task LookAsync_StoreFailsAfterTheEnd_IsTheAttemptsAffair()
    {
        Harvest harvest = await _field.HarvestAsync(["*.dat"]);
        _field.Write("a.dat", "x");
        await LookAsync(harvest);

        await Assert.ThrowsAsync<FaultException>(() => LookAsync(harvest, CommandState.Ended));
    }

    [Fact]
    public async Task LookAsync_StoreRefusesForGood_IsSaidAtOnce()
    {
        _fault = FaultKind.Denied;
        Harvest harvest = await _field.HarvestAsync(["*.dat"]);
        _field.Write("a.dat", "x");

        Assert.Equal(FaultKind.Denied, (await Assert.ThrowsAsync<FaultException>(() => LookAsync(harvest))).Kind);
    }

    [Fact]
    public async Task LookAsync_OutputBeforeACheckpointFails_TheCheckpointWaitsForIt()
    {
        _store.OnPut = key => _fault != FaultKind.None && key.Contains("track", StringComparison.Ordinal)
            ? Task.FromException(new FaultException(_fault, "put", key, "not now"))
            : Task.CompletedTask;
        Harvest harvest = await _field.HarvestAsync(["track-*"], new CheckpointSpec { Files = ["*.chk"] });
        _field.Write("track-1", "t");
        _field.Write("state.chk", "s");
        await LookAsync(harvest);
        Assert.Equal(0, _field.Progress.Commits);

        _fault = FaultKind.None;
        _field.Time.Advance(TimeSpan.FromMinutes(1));
        await LookAsync(harvest);
        Assert.Equal(1, _field.Progress.Commits);
        Assert.Equal(["track-1"], _field.Shelf.Names);
    }

    private static Task<TimeSpan> LookAsync(Harvest harvest, CommandState state = CommandState.Running) =>
        harvest.LookAsync(null, state, TestContext.Current.CancellationToken);
}
