using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Wire;
using HtcFlow.Runner.Restore;
using HtcFlow.Runner.Ship;
using HtcFlow.Runner.Tests.Ship;
using HtcFlow.Runner.Watch;
using HtcFlow.Testing;

namespace HtcFlow.Runner.Tests.Restore;

public sealed class RestorerTests : IDisposable
{
    private readonly Field _field = new();
    private readonly TempDirectory _target = new();
    private readonly List<string> _warnings = [];

    public void Dispose()
    {
        _field.Dispose();
        _target.Dispose();
    }

    [Fact]
    public async Task RestoreAsync_NoCheckpoint_StartsFromTheBeginning() => Assert.Null(await RestoreAsync());

    [Fact]
    public async Task RestoreAsync_TwoGenerations_TakesTheNewest()
    {
        await MakeTwoAsync();

        Assert.Equal(2, (await RestoreAsync())!.Sequence);
        Assert.Equal(["state-2.chk"], _target.Files());
        Assert.Empty(_warnings);
    }

    [Theory]
    [InlineData("c/000002-a1/state-2.chk.lz4", "damage")]
    [InlineData("c/000002-a1/state-2.chk.lz4", "delete")]
    [InlineData("c/manifest-000002-a1.json", "damage")]
    public async Task RestoreAsync_NewestDamaged_FallsBackToTheOneBefore(string key, string how)
    {
        await MakeTwoAsync();
        key = "camp/t/00/sim/0/" + key;
        if (how == "delete")
        {
            await _field.Store.DeleteAsync([key], Token);
        }
        else
        {
            await _field.Store.PutAsync(key, new MemoryStream([1, 2, 3]), PutCondition.Always, Token);
        }

        Assert.Equal(1, (await RestoreAsync())!.Sequence);
        Assert.Equal(["state-1.chk"], _target.Files());
        Assert.StartsWith("checkpoint 2 of attempt 1 is passed over", Assert.Single(_warnings));
    }

    [Fact]
    public async Task RestoreAsync_Restored_CarriesTheOutputsOfTheEarlierAttempt()
    {
        await MakeTwoAsync();

        CheckpointManifest manifest = (await RestoreAsync())!;

        Assert.Equal(["track-1", "track-2"], manifest.Outputs.Select(o => o.Name));
        Assert.All(manifest.Outputs, o => Assert.Contains("/a1/", o.Key));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private async Task MakeTwoAsync()
    {
        Harvest harvest = await _field.HarvestAsync(["track-*"], new CheckpointSpec { Files = ["state-*.chk"] });
        for (int i = 1; i <= 2; i++)
        {
            _field.Scratch.Write("track-" + i, "t");
            File.SetLastWriteTimeUtc(_field.Scratch.Write($"state-{i}.chk", "s"), DateTime.UnixEpoch.AddHours(i));
            await harvest.LookAsync(null, CommandState.Running, Token);
        }
    }

    private async Task<CheckpointManifest?> RestoreAsync()
    {
        var store = new CheckpointStore(_field.Store, Field.KeysOf(2), _field.Patience, _field.Time);
        await store.ListAsync(Token);
        return await new Restorer(_field.Store, _field.Patience, _warnings.Add).RestoreAsync(store, _target.Root, Token);
    }
}
