using HtcFlow.Core.Ports;
using HtcFlow.Testing;
using HtcFlow.Testing.GridEngine;

namespace HtcFlow.Backends.Tests.GridEngine;

/// <summary>Bad weather at the cell's head: qmaster down, and administrators at work.</summary>
[Collection(nameof(GridCell.Weather))]
public sealed class MasterWeatherTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Qmaster_KilledInMidArray_LosesNothing()
    {
        await using GridEngineStage stage = await GridEngineStage.OpenAsync(GridCell.Weather);
        JobHandle handle = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("w-qmaster", 4, "hold,hold,0,5")));
        await stage.HeldAsync(0, 1);
        GridCell.Weather.Kill("qmaster");
        GridCell.Weather.Restart();
        Assert.Equal("0-1", (await stage.Backend.StatusAsync(handle)).Running.ToString());
        await stage.ReleaseAsync();
        ArrayStatus status = await stage.Backend.UntilEndedAsync(handle, 4);
        Assert.Equal([(3, 5)], status.Abnormal.Select(static end => (end.Element, end.Exit)));
        Assert.Equal(["0", "1", "2", "3"], stage.Starts.Order());
    }

    [Fact]
    public async Task Qmaster_DownForTenMinutes_IsAnOutageAndEndsComeLater()
    {
        var clock = new FakeTimeProvider();
        await using GridEngineStage stage = await GridEngineStage.OpenAsync(GridCell.Weather, clock: clock);
        JobHandle handle = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("w-down", 4, "hold,hold,0,5")));
        await stage.HeldAsync(0, 1);
        Assert.Equal("0-1", (await stage.Backend.StatusAsync(handle)).Running.ToString());
        GridCell.Weather.Kill("qmaster");
        try
        {
            await stage.ReleaseAsync();
            await stage.LeftAsync(0, 1);
            for (int minute = 0; minute < 10; minute++)
            {
                FaultException fault = await Assert.ThrowsAsync<FaultException>(() => stage.Backend.ObserveAsync([handle], Token));
                Assert.Equal(FaultKind.Transient, fault.Kind);
                clock.Advance(TimeSpan.FromMinutes(1));
            }
        }
        finally
        {
            GridCell.Weather.Restart();
        }

        await Script.SoonAsync(async () => (await stage.Backend.StatusAsync(handle)).Ended.Count == 4);
        ArrayStatus status = await stage.Backend.StatusAsync(handle);
        Assert.Equal([(3, 5)], status.Abnormal.Select(static end => (end.Element, end.Exit)));
        Assert.Equal(["0", "1", "2", "3"], stage.Starts.Order());
    }

    [Fact]
    public async Task Administrator_DeletesByForce_EndsWhatRan()
    {
        await using GridEngineStage stage = await GridEngineStage.OpenAsync(GridCell.Weather, static options => options with { AccountingLag = TimeSpan.FromSeconds(2) });
        JobHandle handle = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("w-force", 3, Script.Hold)));
        await stage.HeldAsync(0, 1);
        GridCell.Weather.Ask("qdel", "-f", handle.BackendId);
        ArrayStatus status = await stage.Backend.UntilEndedAsync(handle, 3);

        // The record of a forced end is that of a good one: that there is no ledger key is what tells the engine.
        Assert.Contains(2, status.Abnormal.Select(static end => end.Element));
        Assert.Empty(status.Running);
    }
}
