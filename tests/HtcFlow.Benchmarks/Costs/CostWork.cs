using System.Text;
using HtcFlow.AwsEmulator.Executors;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Wire;
using HtcFlow.Objects.Stores;
using ElementEnd = HtcFlow.AwsEmulator.Executors.ElementEnd;

namespace HtcFlow.Benchmarks.Costs;

/// <summary>What the elements of the campaign do: some half an hour of work, failures, slow hosts, and keys as runners write them.</summary>
/// <remarks>Called under the emulator's lock.</remarks>
internal sealed class CostWork(int seed, MemoryStore store) : IVirtualWork
{
    private const double MedianSeconds = 1_500;
    private const double Spread = 0.25;
    private const double ReadSeconds = 300;
    private const double FailingShare = 0.015;

    // One host in so many is slow, and takes so much longer; half of its attempts are ended for that.
    private const int HostsASlowOne = 40;
    private const double Slower = 2.5;
    private const double SlowLimit = 1.8;

    // Bars rise with each attempt: at the end of a stage a slow host may be the only one left, and the same task comes back to it.
    private const int SlowAttempts = 2;

    private static readonly TimeSpan s_leaving = TimeSpan.FromSeconds(2);

    private readonly Random _dice = new(seed);
    private readonly Dictionary<string, Order> _orders = new(StringComparer.Ordinal);

    public VirtualPlan Begin(in ElementStart element)
    {
        Order order = OrderOf(element.Job);
        double seconds = order.Stage == CostCampaign.Write ? MedianSeconds * Math.Exp(Spread * Gauss()) : ReadSeconds * (1 + _dice.NextDouble());
        if (_dice.NextDouble() < FailingShare)
        {
            return new VirtualPlan(TimeSpan.FromSeconds(seconds * _dice.NextDouble()), 1);
        }

        bool isSlow = Convert.ToInt32(element.InstanceId[^4..], 16) % HostsASlowOne == 0;
        return !isSlow ? new VirtualPlan(TimeSpan.FromSeconds(seconds))
            : order.Attempt <= SlowAttempts && _dice.Next(2) == 0 ? new VirtualPlan(TimeSpan.FromSeconds(seconds * SlowLimit), ExitCode.TryAgain)
            : new VirtualPlan(TimeSpan.FromSeconds(seconds * Slower));
    }

    // On every second instance runners still say goodbye; on the others nothing comes through before the machine is gone.
    public VirtualPlan? Terminate(in ElementStart element) =>
        element.InstanceId[^1] % 2 == 0 ? new VirtualPlan(s_leaving, ExitCode.TryAgain) : null;

    public void End(in ElementStart element, in ElementEnd end)
    {
        Outcome outcome = end.ExitCode switch
        {
            0 => Outcome.Succeeded,
            ExitCode.TryAgain => end.IsHostLost ? Outcome.Preempted : Outcome.Slow,
            1 => Outcome.Failed,
            _ => Outcome.None,
        };
        if (outcome == Outcome.None)
        {
            return;
        }

        Order order = OrderOf(element.Job);
        var key = new LedgerKey(
            order.Tasks[element.Index], order.Attempt, outcome, end.ExitCode ?? 0, (long)(end.At - element.StartedAt).TotalMilliseconds, element.InstanceType)
        {
            Host = element.InstanceId,
        };
        store.PutAsync(StoreLayout.LedgerEntry(CostCampaign.Name, order.Stage, order.Array, key), Stream.Null, PutCondition.Always, CancellationToken.None)
            .GetAwaiter().GetResult();
    }

    private Order OrderOf(IJobView job)
    {
        if (!_orders.TryGetValue(job.Id, out Order? order))
        {
            string text = job.ReadContainer().Environment[RunnerEnvironment.Order];
            StageOrder read = OrderCodec.Parse(text.StartsWith('@') ? Stored(text[1..]) : text);
            _orders[job.Id] = order = new Order(read.Stage.Name, new ArrayId(read.Array), IndexSet.Parse(read.Indices), read.Attempt);
        }

        return order;
    }

    private string Stored(string key)
    {
        using Stream content = store.OpenAsync(key, CancellationToken.None).GetAwaiter().GetResult()!;
        using var reader = new StreamReader(content, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    // Box and Muller.
    private double Gauss() => Math.Sqrt(-2 * Math.Log(1 - _dice.NextDouble())) * Math.Cos(Math.Tau * _dice.NextDouble());

    private sealed record Order(string Stage, ArrayId Array, IndexSet Tasks, int Attempt);
}
