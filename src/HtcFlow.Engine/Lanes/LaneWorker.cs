using System.Text;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Ports.Abilities;
using HtcFlow.Core.Sweeps;
using HtcFlow.Engine.Observe;

namespace HtcFlow.Engine.Lanes;

/// <summary>Makes a lane's calls, one after the other, and turns every failure of the world into a reply.</summary>
public sealed class LaneWorker(IBackend backend, IObjectStore store, TimeProvider time)
{
    private readonly Dictionary<ArrayId, LedgerMemory> _memories = [];
    private readonly long _begin = time.GetTimestamp();

    /// <summary>Makes one call.</summary>
    public async Task<LaneReply> ExecuteAsync(LaneCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        return await AnswerAsync(call, cancellationToken) with { Number = call.Number };
    }

    private async Task<LaneReply> AnswerAsync(LaneCall call, CancellationToken cancellationToken)
    {
        try
        {
            return call switch
            {
                LaneCall.Submit submit => await SubmitAsync(submit, cancellationToken),
                LaneCall.Find find => new LaneReply.Found(
                    find.Arrays, await backend.FindAsync([.. find.Names.Select(n => n.Name)], cancellationToken)),
                LaneCall.Observe observe => await ObserveAsync(observe, cancellationToken),
                LaneCall.Cancel cancel => await CancelAsync(cancel, cancellationToken),
                LaneCall.Avoid avoid => await AvoidAsync(avoid, cancellationToken),
                LaneCall.Sample sample => new LaneReply.Sampled(sample.Stage, await ReportReader.ReadAsync(store, sample.Keys, cancellationToken)),
                LaneCall.Forget forget => await ForgetAsync(forget, cancellationToken),
                _ => throw new InvalidOperationException($"No way to make a {call.GetType().Name}."),
            };
        }
        catch (FaultException fault)
        {
            return new LaneReply.Failed(call, fault);
        }
    }

    private async Task<LaneReply> SubmitAsync(LaneCall.Submit submit, CancellationToken cancellationToken)
    {
        foreach (ArrayJob job in submit.Jobs.Where(j => j.OrderKey.Length > 0))
        {
            using var order = new MemoryStream(Encoding.UTF8.GetBytes(job.Order));
            await store.PutAsync(job.OrderKey, order, PutCondition.IfAbsent, cancellationToken);
        }

        IReadOnlyList<SubmitReply> replies =
            await backend.SubmitAsync([.. submit.Jobs.Select(j => j.Ask)], cancellationToken);
        return new LaneReply.Submitted(submit.Arrays, replies);
    }

    private async Task<LaneReply> ObserveAsync(LaneCall.Observe observe, CancellationToken cancellationToken)
    {
        long begin = time.GetTimestamp();
        TimeSpan now = time.GetElapsedTime(_begin, begin);
        IReadOnlyList<ArrayStatus> statuses =
            await backend.ObserveAsync([.. observe.Targets.Select(t => t.Handle)], cancellationToken);
        var observations = new List<ArrayObservation>();
        var pages = new List<(ObservationTarget Target, LedgerMemory Memory, LedgerPage Page, long Ended, long Named, bool IsOver)>();
        for (int t = 0; t < observe.Targets.Count; t++)
        {
            ObservationTarget target = observe.Targets[t];
            ArrayStatus status = statuses[t];
            LedgerMemory memory = MemoryOf(target.Array);
            long ended = Math.Max(status.Ended.Count, status.EndedCount);
            bool isOver = status.Ended.Count == target.Elements;
            bool isNamed = backend is IAccounted && status.Ended.Count > memory.Named;
            if (memory.IsWorthListing(target, ended, isOver, !status.IsKnown || isNamed, now, backend.Capabilities.PollInterval))
            {
                LedgerPage page = await LedgerReader.ListAsync(store, target.LedgerPrefix, memory, target.Attempt, cancellationToken);
                pages.Add((target, memory, page, ended, status.Ended.Count, isOver));
                observations.Add(new ArrayObservation(target.Array, status, page.Keys));
            }
            else
            {
                // Elements that ended were accounted for at the last look; without a listing nothing may be concluded from them.
                observations.Add(new ArrayObservation(target.Array, status with { Ended = IndexSet.Empty }, []));
            }
        }

        if (pages.Exists(p => p.Page.Listed != p.Memory.Listed))
        {
            // Before an outcome becomes a fact its objects must survive a loss of power: one flush for all of them.
            await store.FlushAsync(cancellationToken);
        }

        foreach ((ObservationTarget target, LedgerMemory memory, LedgerPage page, long ended, long named, bool isOver) in pages)
        {
            memory.Note(target, page, ended, isOver, now);
            memory.Named = named;
            (backend as IAccounted)?.Account(target.Handle, ended, memory.Accounted / target.Pack);
        }

        return new LaneReply.Observed(observations, time.GetElapsedTime(begin));
    }

    private LedgerMemory MemoryOf(ArrayId array)
    {
        if (!_memories.TryGetValue(array, out LedgerMemory? memory))
        {
            _memories[array] = memory = new LedgerMemory();
        }

        return memory;
    }

    private async Task<LaneReply> CancelAsync(LaneCall.Cancel cancel, CancellationToken cancellationToken)
    {
        await backend.CancelAsync(cancel.Handle, cancel.Elements, cancellationToken);
        return new LaneReply.Cancelled(cancel);
    }

    private async Task<LaneReply> AvoidAsync(LaneCall.Avoid avoid, CancellationToken cancellationToken)
    {
        // Only an engine whose backend has this ability makes the call.
        await ((IHostControl)backend).AvoidAsync(avoid.Hosts, cancellationToken);
        return new LaneReply.Avoided();
    }

    private async Task<LaneReply> ForgetAsync(LaneCall.Forget forget, CancellationToken cancellationToken)
    {
        foreach ((ArrayId array, _) in forget.Closed)
        {
            _memories.Remove(array);
        }

        await backend.ForgetAsync([.. forget.Closed.Select(c => c.Handle)], cancellationToken);
        return new LaneReply.Forgot();
    }
}
