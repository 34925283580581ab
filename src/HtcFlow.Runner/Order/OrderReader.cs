using System.Text;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Wire;
using HtcFlow.Objects.Stores;

namespace HtcFlow.Runner.Order;

/// <summary>Reads the order from the environment, or from the store that the environment names.</summary>
internal static class OrderReader
{
    /// <summary>Reads and unpacks the order.</summary>
    /// <exception cref="OrderProblem">There is none, or it cannot be understood.</exception>
    /// <exception cref="FaultException">The store that holds it cannot be reached.</exception>
    public static async Task<StageOrder> ReadAsync(Func<string, string?> variable, CancellationToken cancellationToken)
    {
        string text = variable(RunnerEnvironment.Order) ?? "";
        if (text.Length == 0)
        {
            throw new OrderProblem($"{RunnerEnvironment.Order} is not set; the runner is started by htcflow, see 'htcflow-runner --help'.");
        }

        if (text[0] == '@')
        {
            text = await FetchAsync(variable(RunnerEnvironment.Store) ?? "", text[1..], cancellationToken);
        }

        try
        {
            return OrderCodec.Parse(text);
        }
        catch (FormatException e)
        {
            throw new OrderProblem($"{RunnerEnvironment.Order} cannot be understood ({e.Message}); submit the campaign again.");
        }
    }

    private static async Task<string> FetchAsync(string address, string key, CancellationToken cancellationToken)
    {
        if (address.Length == 0)
        {
            throw new OrderProblem($"the order lies in the store under '{key}' but {RunnerEnvironment.Store} is not set.");
        }

        await using IObjectStore store = ObjectStores.Open(address);
        await using Stream? content = await store.OpenAsync(key, cancellationToken)
            ?? throw new OrderProblem($"store '{address}' holds no order '{key}'; submit the campaign again.");
        using var reader = new StreamReader(content, Encoding.ASCII);
        return await reader.ReadToEndAsync(cancellationToken);
    }
}
