using System.Text;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Wire;
using HtcFlow.Engine.Observe;

namespace HtcFlow.Engine.Lanes;

/// <summary>Makes a lane's calls, one after the other, and turns every failure of the world into a reply.</summary>
public sealed class LaneWorker(IBackend backend, IObjectStore store)
{
    private readonly Dictionary<ArrayId, int> _seen = [];

    /// <summary>Makes one call.</summary>
    public async Task<LaneReply> ExecuteAsync(LaneCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        try
        {
            return call switch
            {
                LaneCall.Submit submit => await SubmitAsync(submit, cancellationToken),
                LaneCall.Find find => new LaneReply.Found(
                    find.Arrays, await backend.FindAsync([.. find.Names.Select(n => n.Name)], cancellationToken)),
                LaneCall.Observe observe => await ObserveAsync(observe, cancellationToken),
                LaneCall.Cancel cancel => await CancelAsync(cancel, cancellationToken),
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
        IReadOnlyList<ArrayStatus> statuses =
            await backend.ObserveAsync([.. observe.Targets.Select(t => t.Handle)], cancellationToken);
        var observations = new List<ArrayObservation>();
        bool grown = false;
        for (int t = 0; t < observe.Targets.Count; t++)
        {
            (ArrayId array, _, string prefix) = observe.Targets[t];
            IReadOnlyList<LedgerKey> keys = await LedgerReader.ListAsync(store, prefix, cancellationToken);
            grown |= keys.Count != _seen.GetValueOrDefault(array);
            _seen[array] = keys.Count;
            observations.Add(new ArrayObservation(array, statuses[t], keys));
        }

        if (grown)
        {
            // Before an outcome becomes a fact its objects must survive a loss of power: one flush for all of them.
            await store.FlushAsync(cancellationToken);
        }

        return new LaneReply.Observed(observations);
    }

    private async Task<LaneReply> CancelAsync(LaneCall.Cancel cancel, CancellationToken cancellationToken)
    {
        await backend.CancelAsync(cancel.Handle, cancel.Elements, cancellationToken);
        return new LaneReply.Cancelled(cancel);
    }

    private async Task<LaneReply> ForgetAsync(LaneCall.Forget forget, CancellationToken cancellationToken)
    {
        await backend.ForgetAsync(forget.Handles, cancellationToken);
        return new LaneReply.Forgot();
    }
}
