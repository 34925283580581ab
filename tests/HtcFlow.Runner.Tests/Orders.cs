using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Wire;

namespace HtcFlow.Runner.Tests;

/// <summary>Small orders.</summary>
internal static class Orders
{
    public const string Campaign = "camp";
    public const string Stage = "sim";

    /// <summary>An order of tasks <c>n = 0 .. count - 1</c>, all in one element.</summary>
    public static StageOrder For(string store, IReadOnlyList<string> command, int count = 1) => new()
    {
        Campaign = Campaign,
        Store = store,
        Array = 1,
        Attempt = 1,
        Indices = IndexSet.Range(0, count).ToString(),
        Pack = count,
        Stage = new StageSpec
        {
            Name = Stage,
            Sweep = new Sweep([new Dimension([new Axis("n", new AxisValues.Integers(0, 1, count))])]),
            Command = command,
        },
    };

    /// <summary>An order for a shell script with the given outputs.</summary>
    public static StageOrder Script(string store, string script, params string[] globs)
    {
        StageOrder order = For(store, ["/bin/sh", "-c", script.Replace("${", "$${", StringComparison.Ordinal)]);
        return order with { Stage = order.Stage with { Outputs = [.. globs.Select(g => new OutputSpec.Matching(g, false))] } };
    }
}
