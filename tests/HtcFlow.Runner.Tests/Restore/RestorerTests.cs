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
    private Harvest? _harvest;

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

    [Fact]
    public async Task RestoreAsync_EarlierAttemptStillAliveRemovesWhatWasListed_TakesWhatItWroteInstead()
    {
        await MakeTwoAsync();
        var store = new CheckpointStore(_field.Store, Field.KeysOf(2), _field.Patience, _field.Time);
        await store.ListAsync(Token);
        await MakeMoreAsync(3, 4);

        CheckpointManifest restored =
            (await new Restorer(_field.Store, _field.Patience, _warnings.Add).RestoreAsync(store, _target.Root, Token))!;

        Assert.Equal(4, restored.Sequence);
        Assert.Equal(["state-4.chk"], _target.Files());
    }

    [Fact]
    public async Task RestoreAsync_SetOfManyFiles_RestoresAllOrNothing()
    {
        Harvest harvest = await _field.HarvestAsync([], new CheckpointSpec { Files = ["part-*"], CommitOn = "done" });
        for (int i = 0; i < 40; i++)
        {
            _field.Write($"part-{i:D2}", "content " + i);
        }

        _field.Write("done", "");
        await harvest.LookAsync(null, CommandState.Running, Token);
        Assert.Equal(1, (await RestoreAsync())!.Sequence);
        Assert.Equal(41, _target.Files().Count);
        Assert.Equal("content 17", await File.ReadAllTextAsync(_target.At("part-17"), Token));

        await _field.Store.DeleteAsync(["camp/t/00/sim/0/c/000001-a1/part-33.lz4"], Token);
        using var other = new TempDirectory();
        var store = new CheckpointStore(_field.Store, Field.KeysOf(3), _field.Patience, _field.Time);
        await store.ListAsync(Token);
        Assert.Null(await new Restorer(_field.Store, _field.Patience, _warnings.Add).RestoreAsync(store, other.Root, Token));
        Assert.Empty(other.Files());
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private async Task MakeTwoAsync()
    {
        _harvest = await _field.HarvestAsync(["track-*"], new CheckpointSpec { Files = ["state-*.chk"] });
        await MakeMoreAsync(1, 2);
    }

    private async Task MakeMoreAsync(int first, int last)
    {
        for (int i = first; i <= last; i++)
        {
            _field.Write("track-" + i, "t");
            File.SetLastWriteTimeUtc(_field.Write($"state-{i}.chk", "s"), DateTime.UnixEpoch.AddHours(i));
            await _harvest!.LookAsync(null, CommandState.Running, Token);
        }
    }

    private async Task<CheckpointManifest?> RestoreAsync()
    {
        var store = new CheckpointStore(_field.Store, Field.KeysOf(2), _field.Patience, _field.Time);
        await store.ListAsync(Token);
        return await new Restorer(_field.Store, _field.Patience, _warnings.Add).RestoreAsync(store, _target.Root, Token);
    }
}
