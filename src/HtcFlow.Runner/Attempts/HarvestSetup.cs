using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Substitution;
using HtcFlow.Core.Wire;
using HtcFlow.Runner.Restore;
using HtcFlow.Runner.Ship;
using HtcFlow.Runner.Ship.Checkpoints;
using HtcFlow.Runner.Ship.Room;
using HtcFlow.Runner.Ship.Traffic;
using HtcFlow.Runner.Stage;
using HtcFlow.Runner.Watch;

namespace HtcFlow.Runner.Attempts;

/// <summary>Prepares what brings one attempt's files into the store, and restores its checkpoint on the way.</summary>
internal sealed class HarvestSetup
{
    /// <summary>Quiet time of a shipped output before its local copy goes: longer than the pause of a program that reopens its log.</summary>
    private static readonly TimeSpan s_removalDelay = TimeSpan.FromSeconds(10);

    /// <summary>The same in memory, where space is dearer.</summary>
    private static readonly TimeSpan s_removalDelayInMemory = TimeSpan.FromSeconds(2);

    /// <summary>Pause between looks at everything; events fill the time between.</summary>
    private static readonly TimeSpan s_lookEvery = TimeSpan.FromSeconds(10);

    /// <summary>The same where the task may use so much scratch space and no more: only looking at everything tells how much it uses.</summary>
    private static readonly TimeSpan s_lookEveryOnPromise = TimeSpan.FromSeconds(2);

    private readonly Workshop _shop;
    private readonly Uploader _uploader;

    public HarvestSetup(Workshop shop, Uploader uploader)
    {
        _shop = shop;
        _uploader = uploader;
    }

    /// <summary>Prepares; inputs must be in place.</summary>
    /// <param name="keys">Keys of the attempt.</param>
    /// <param name="bindings">What templates mean.</param>
    /// <param name="scratch">Where the command works.</param>
    /// <param name="shelf">What the attempt has shipped, when it begins anew; else empty.</param>
    /// <param name="cancellationToken">Ends waiting.</param>
    /// <returns>Null when the stage declares nothing to be harvested; or why the command cannot start.</returns>
    public async Task<(HarvestPieces? Pieces, Refusal? Refusal)> PrepareAsync(
        TaskKeys keys, TaskBindings bindings, string scratch, OutputShelf shelf, CancellationToken cancellationToken)
    {
        StageSpec stage = _shop.Assignment.Order.Stage;
        if (stage.Outputs.Count == 0 && stage.Checkpoint is null && stage.Watch.Silence == TimeSpan.Zero)
        {
            return (null, null);
        }

        if (DeclaredOutputs.Read(stage.Outputs, bindings, scratch, out OutputRules rules) is { } refusal)
        {
            return (null, refusal);
        }

        var progress = new Progress(_shop.Time);
        bool isKept = _shop.Place is not null;
        var plan = new HarvestPlan
        {
            Scratch = scratch,
            Keys = keys,
            Outputs = rules,
            RemovalDelay = stage.Resources.ScratchInMemory ? s_removalDelayInMemory : s_removalDelay,
            IsKept = isKept,
            LookEvery = LookEvery(stage),
            Progress = progress,
            Room = isKept ? null : new ScratchRoomWatch(progress, new ScratchLimits(scratch, stage.Resources, _shop.Senses.Group).Read, _shop.Signal, _shop.Warn, _shop.Time),
        };
        var sightings = new Sightings();
        var gate = new FileGate(WriterCheck.Of, sightings, _shop.Time);
        var idle = new IdleTime(_shop.Time, Environment.ProcessorCount);
        var pace = new UploadPace(_shop.Settings.UploadCpu, progress.Urgency, _shop.Time, static () => Environment.CpuUsage.TotalTime, idle.Read);
        var queue = new ShipQueue(_uploader, progress.Backlog, pace, WriterCheck.Of);
        CheckpointKeeper? keeper = null;
        CheckpointManifest? restored = null;
        long begin = _shop.Time.GetTimestamp();
        TimeSpan restoring = TimeSpan.Zero;
        if (stage.Checkpoint is { } spec)
        {
            var store = new CheckpointStore(_shop.Store, keys, _shop.Patience, _shop.Time);
            await store.ListAsync(cancellationToken);
            restored = await new Restorer(_shop.Store, _shop.Patience, _shop.Warn).RestoreAsync(store, scratch, cancellationToken);
            restoring = _shop.Time.GetElapsedTime(begin);
            keeper = new CheckpointKeeper(plan, Rendered(spec, bindings), shelf, store, queue, gate);
        }

        shelf.GoBackTo(restored?.Outputs ?? []);
        var harvest = new Harvest(plan, shelf, queue, gate, sightings, keeper, _shop.Time);
        harvest.NoteGiven();
        var pieces = new HarvestPieces(harvest, plan, shelf, progress, restored?.Sequence ?? 0)
        {
            InheritedBytes = restored?.Outputs.Sum(o => o.Bytes) ?? 0,
            RestoreTime = restoring,
        };
        return (pieces, null);
    }

    private static TimeSpan LookEvery(StageSpec stage)
    {
        TimeSpan usual = stage.Resources.ScratchBytes > 0 ? s_lookEveryOnPromise : s_lookEvery;
        TimeSpan silence = stage.Watch.Silence;
        return silence > TimeSpan.Zero && silence / 4 < usual ? silence / 4 : usual;
    }

    private static CheckpointSpec Rendered(CheckpointSpec spec, TaskBindings bindings) => spec with
    {
        Files = [.. spec.Files.Select(bindings.Render)],
        CommitOn = bindings.Render(spec.CommitOn),
    };
}
