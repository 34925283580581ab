using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Wire;
using HtcFlow.Runner.Restore;
using HtcFlow.Runner.Ship;
using HtcFlow.Runner.Watch;

namespace HtcFlow.Runner.Tests.Ship.Checkpoints;

public sealed class CheckpointKeeperTests : IDisposable
{
    private static readonly CheckpointSpec s_each = new() { Files = ["state-*.chk"], Keep = 2 };
    private static readonly CheckpointSpec s_set = new() { Files = ["mesh", "field"], CommitOn = "done", Keep = 2 };

    private readonly Field _field = new();

    public void Dispose() => _field.Dispose();

    [Fact]
    public async Task LookAsync_CheckpointAppears_CommitsItWithTheOutputsBeforeIt()
    {
        Harvest harvest = await _field.HarvestAsync(["track-*"], s_each);
        _field.Write("track-1", "one");
        _field.Write("state-1.chk", "state");

        await LookAsync(harvest);

        CheckpointManifest manifest = (await ManifestAsync(1))!;
        Assert.Equal(["track-1"], manifest.Outputs.Select(o => o.Name));
        Assert.Equal(["state-1.chk"], manifest.Files.Select(o => o.Name));
        Assert.Equal(1, _field.Progress.Commits);
    }

    [Fact]
    public async Task LookAsync_NewerCheckpoint_RemovesOldGenerationsAndOldFiles()
    {
        Harvest harvest = await _field.HarvestAsync([], s_each);
        for (int i = 1; i <= 4; i++)
        {
            string path = _field.Write($"state-{i}.chk", "state " + i);
            File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch.AddHours(i));
            await LookAsync(harvest);
        }

        Assert.Equal(["state-4.chk"], _field.Scratch.Files());
        Assert.Equal(
            ["c/000003-a1/state-3.chk.lz4", "c/000004-a1/state-4.chk.lz4", "c/manifest-000003-a1.json", "c/manifest-000004-a1.json"],
            await _field.KeysInStoreAsync());
    }

    [Fact]
    public async Task LookAsync_SeveralAtOnce_ShipsOnlyTheNewest()
    {
        Harvest harvest = await _field.HarvestAsync([], s_each);
        for (int i = 1; i <= 3; i++)
        {
            File.SetLastWriteTimeUtc(_field.Write($"state-{i}.chk", "s"), DateTime.UnixEpoch.AddHours(i));
        }

        await LookAsync(harvest);

        Assert.Equal(["c/000001-a1/state-3.chk.lz4", "c/manifest-000001-a1.json"], await _field.KeysInStoreAsync());
    }

    [Fact]
    public async Task LookAsync_SeveralOfOneTime_NeverGoesBack()
    {
        Harvest harvest = await _field.HarvestAsync([], s_each);
        WriteOfOneTime("state-9.chk", "state-10.chk");
        await LookAsync(harvest);
        await LookAsync(harvest);
        WriteOfOneTime("state-11.chk");
        await LookAsync(harvest);
        await LookAsync(harvest);

        Assert.Equal(["state-10.chk"], (await ManifestAsync(1))!.Files.Select(f => f.Name));
        Assert.Equal(["state-11.chk"], (await ManifestAsync(2))!.Files.Select(f => f.Name));
        Assert.Equal(2, _field.Progress.Commits);
    }

    [Fact]
    public async Task LookAsync_SetWithoutItsLastFile_IsNotCommitted()
    {
        Harvest harvest = await _field.HarvestAsync([], s_set);
        _field.Write("mesh", "m");
        _field.Write("field", "f");
        await LookAsync(harvest);
        Assert.Equal(0, _field.Progress.Commits);

        _field.Write("done", "");
        await LookAsync(harvest);

        Assert.Equal(["done", "field", "mesh"], (await ManifestAsync(1))!.Files.Select(f => f.Name));
    }

    [Fact]
    public async Task LookAsync_SetWhoseNextGenerationHasBegun_IsNotTorn()
    {
        Harvest harvest = await _field.HarvestAsync([], s_set);
        _field.Write("mesh", "m");
        _field.Write("done", "");
        File.SetLastWriteTimeUtc(_field.Write("field", "of the next one"), DateTime.UnixEpoch.AddYears(200));

        await LookAsync(harvest);

        Assert.Equal(0, _field.Progress.Commits);
    }

    [Fact]
    public async Task LookAsync_RestoredSet_NeedsItsUnchangedFilesToo()
    {
        _field.Write("mesh", "restored");
        _field.Write("field", "restored");
        _field.Write("done", "1");
        Harvest harvest = await _field.HarvestAsync([], s_set, attempt: 2);
        await LookAsync(harvest);
        Assert.Equal(0, _field.Progress.Commits);

        _field.Write("field", "newer");
        _field.Write("done", "2!");
        await LookAsync(harvest);

        Assert.Equal(["done", "field", "mesh"], (await ManifestAsync(1, attempt: 2))!.Files.Select(f => f.Name));
    }

    [Fact]
    public async Task LookAsync_KilledWhileWriting_CommitsOnlyWhatWasRenamed()
    {
        Harvest harvest = await _field.HarvestAsync(["track-*"], s_each);
        _field.Write("track-1", "torn too, though older than the checkpoint's name");
        _field.Write("state-2.chk", "torn");
        string renamed = _field.Write("tmp", "whole");
        File.SetLastWriteTimeUtc(renamed, DateTime.UnixEpoch.AddHours(1)); // surely before the rename, whatever the clock's tick
        File.Move(renamed, _field.Scratch.At("state-1.chk"));

        await LookAsync(harvest, CommandState.Killed);

        CheckpointManifest manifest = (await ManifestAsync(1))!;
        Assert.Equal(["state-1.chk"], manifest.Files.Select(f => f.Name));
        Assert.Empty(manifest.Outputs);
        Assert.Equal(["track-1"], _field.Shelf.Names);
    }

    [Fact]
    public async Task LookAsync_KilledBeforeALookAtItsCheckpoint_CommitsTheOutputsBeforeItToo()
    {
        Harvest harvest = await _field.HarvestAsync(["track-*"], s_each);
        File.SetLastWriteTimeUtc(_field.Write("track-1", "finished, since the next attempt goes on behind it"), DateTime.UnixEpoch.AddHours(1));
        string renamed = _field.Write("tmp", "whole");
        File.SetLastWriteTimeUtc(renamed, DateTime.UnixEpoch.AddHours(2));
        File.Move(renamed, _field.Scratch.At("state-1.chk"));

        await LookAsync(harvest, CommandState.Killed);

        Assert.Equal(["track-1"], (await ManifestAsync(1))!.Outputs.Select(f => f.Name));
    }

    [Fact]
    public async Task LookAsync_OutputThatWasShippedInVainTwice_BelongsToTheNextCheckpointAllTheSame()
    {
        // A file looks finished between its creation and the moment at which its writer counts; then it is shipped in vain.
        int asked = 0;
        int vain = 2;
        _field.Writers = path =>
            path.EndsWith("track-1", StringComparison.Ordinal) && ++asked % 2 == 0 && vain-- > 0 ? WriterState.Open : WriterState.None;
        Harvest harvest = await _field.HarvestAsync(["track-*"], s_each);
        _field.Write("track-1", "one");
        await LookAsync(harvest);
        Assert.Empty(_field.Shelf.Names);
        Assert.Equal(4, asked);

        _field.Write("state-1.chk", "state");
        await LookAsync(harvest);

        Assert.Equal(["track-1"], (await ManifestAsync(1))!.Outputs.Select(o => o.Name));
    }

    [Fact]
    public async Task Tend_CheckpointComesToNothingOnce_AnswersOnlyWhenItIsCommitted()
    {
        int asked = 0;
        _field.Writers = _ => ++asked == 2 ? WriterState.Open : WriterState.None; // first the gate asks, then who has shipped it
        Harvest harvest = await _field.HarvestAsync([], s_each);
        _field.Write("state-1.chk", "state");
        _field.Progress.AskForLook();

        harvest.Look(null, CommandState.Running);
        await _field.DrainAsync(harvest);
        Assert.False(_field.Progress.IsCaughtUp);
        Assert.Equal(0, _field.Progress.Commits);

        while (harvest.TakeRepeated())
        {
            Assert.False(_field.Progress.IsCaughtUp);
            harvest.Look(null, CommandState.Running);
            await _field.DrainAsync(harvest);
        }

        harvest.Tend();
        Assert.True(_field.Progress.IsCaughtUp);
        Assert.Equal(1, _field.Progress.Commits);
    }

    [Fact]
    public async Task LookAsync_AttemptThatWasBelievedDead_TouchesNothingOfALaterOne()
    {
        Harvest dead = await _field.HarvestAsync([], s_each);
        Harvest later = await _field.HarvestAsync([], s_each, attempt: 2);
        for (int i = 1; i <= 5; i++)
        {
            File.SetLastWriteTimeUtc(_field.Write($"state-{i}.chk", "s" + i), DateTime.UnixEpoch.AddHours(i));
            await LookAsync(i == 1 ? later : dead);
        }

        Assert.Equal(2, (await ManifestAsync(1, attempt: 2))!.Attempt);
        var store = new CheckpointStore(_field.Store, Field.KeysOf(3), _field.Patience, _field.Time);
        await store.ListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(new GenerationId(2, 1), store.Newest.First());
    }

    private static Task<TimeSpan> LookAsync(Harvest harvest, CommandState state = CommandState.Running) =>
        harvest.LookAsync(null, state, TestContext.Current.CancellationToken);

    private Task<CheckpointManifest?> ManifestAsync(int sequence, int attempt = 1) =>
        new CheckpointStore(_field.Store, _field.Keys, _field.Patience, _field.Time)
            .ReadAsync(new GenerationId(attempt, sequence), TestContext.Current.CancellationToken);

    private void WriteOfOneTime(params string[] names)
    {
        foreach (string name in names)
        {
            File.SetLastWriteTimeUtc(_field.Write(name, name), DateTime.UnixEpoch.AddHours(1));
        }
    }
}
