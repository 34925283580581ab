using System.Security.Cryptography;
using System.Text;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Effects;
using HtcFlow.Core.Guards.Rates;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Planning;
using HtcFlow.Core.Ports;
using HtcFlow.Core.State;
using HtcFlow.Core.Wire;
using HtcFlow.Engine.Lanes;

namespace HtcFlow.Engine.Loop;

/// <summary>Turns effects into calls that hold everything a lane needs.</summary>
public static class CallBuilder
{
    // Names of variables and quoting around the order in a backend's environment.
    private const int EnvironmentReserve = 1_000;

    /// <summary>Builds the call for an effect.</summary>
    /// <param name="state">State of the campaign.</param>
    /// <param name="effect">What is wanted.</param>
    /// <param name="capabilities">What the backend can do.</param>
    /// <param name="siblings">What is known of tasks that have succeeded, by stage; null when nobody knows.</param>
    public static LaneCall Build(
        CampaignState state, Effect effect, BackendCapabilities capabilities, Func<int, SiblingPace?>? siblings = null) => effect switch
        {
            Effect.Submit submit => new LaneCall.Submit([.. submit.Arrays.Select(id => JobOf(state, state.ArrayOf(id), capabilities, siblings))]),
            Effect.Find find => new LaneCall.Find([.. find.Arrays.Select(id => (id, state.ArrayOf(id).Name))]),
            Effect.Observe observe => new LaneCall.Observe([.. observe.Arrays.Select(id => TargetOf(state, id))]),
            Effect.Cancel cancel => new LaneCall.Cancel(cancel.Array, state.ArrayOf(cancel.Array).Handle, cancel.Elements),
            Effect.Forget forget => new LaneCall.Forget([.. forget.Arrays.Select(id => (id, state.ArrayOf(id).Handle))]),
            _ => throw new InvalidOperationException($"No call for {effect?.GetType().Name}."),
        };

    private static ObservationTarget TargetOf(CampaignState state, ArrayId id)
    {
        ArrayState array = state.ArrayOf(id);
        string stage = state.Stages[array.Stage].Spec.Name;
        return new ObservationTarget(id, array.Handle, StoreLayout.Ledger(state.Spec.Name, stage, id), array.Elements, array.Pack)
        {
            Attempt = array.Attempt,
        };
    }

    private static ArrayJob JobOf(CampaignState state, ArrayState array, BackendCapabilities capabilities, Func<int, SiblingPace?>? siblings)
    {
        StageSpec stage = state.Stages[array.Stage].Spec;
        string order = OrderCodec.Format(OrderBuilder.For(state, array, siblings?.Invoke(array.Stage)));
        string key = "";
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [RunnerEnvironment.Store] = state.Spec.Store,
            [RunnerEnvironment.Order] = order,
        };
        if (order.Length + state.Spec.Store.Length + EnvironmentReserve > capabilities.MaxEnvironmentCharacters)
        {
            string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(order)));
            key = StoreLayout.Order(state.Spec.Name, hash);
            environment[RunnerEnvironment.Order] = "@" + key;
        }

        var ask = new ArrayAsk
        {
            Name = array.Name,
            Elements = array.Elements,
            Resources = stage.Resources,
            Pack = array.Pack,
            Environment = environment,
            Target = array.Target?.Spec.Name ?? "",
            Campaign = state.Spec.Name,
            Stage = stage.Name,
        };
        return new ArrayJob(array.Id, ask, key, order);
    }
}
