using HtcFlow.AwsEmulator.Executors;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Wire;
using HtcFlow.Objects.Stores;
using ElementEnd = HtcFlow.AwsEmulator.Executors.ElementEnd;

namespace HtcFlow.Cli.Tests.Costs.Targets;

/// <summary>Elements that take as long as their queue says, and leave ledger keys; counts how many run at a time.</summary>
internal sealed class QueueWork(MemoryStore store) : IVirtualWork
{
    private readonly Lock _lock = new();
    private readonly Random _dice = new(7);
    private readonly Dictionary<string, (StageOrder Order, long[] Tasks)> _orders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _running = new(StringComparer.Ordinal);

    /// <summary>Seconds of a task by queue; each differs by up to a fifth.</summary>
    public Dictionary<string, double> Seconds { get; } = new(StringComparer.Ordinal);

    /// <summary>Most that ran at a time, in all queues together.</summary>
    public int Most { get; private set; }

    /// <summary>How many run in a queue now.</summary>
    public int RunningIn(string queue)
    {
        lock (_lock)
        {
            return _running.GetValueOrDefault(queue);
        }
    }

    public VirtualPlan Begin(in ElementStart element)
    {
        lock (_lock)
        {
            _running[element.Job.QueueName] = _running.GetValueOrDefault(element.Job.QueueName) + 1;
            Most = Math.Max(Most, _running.Values.Sum());
            return new VirtualPlan(TimeSpan.FromSeconds(Seconds[element.Job.QueueName] * (0.8 + (0.4 * _dice.NextDouble()))));
        }
    }

    public VirtualPlan? Terminate(in ElementStart element) => new VirtualPlan(TimeSpan.Zero, ExitCode.TryAgain);

    public void End(in ElementStart element, in ElementEnd end)
    {
        lock (_lock)
        {
            _running[element.Job.QueueName]--;
            (StageOrder order, long[] tasks) = OrderOf(element.Job);
            var key = new LedgerKey(
                tasks[element.Index], order.Attempt, end.ExitCode == 0 ? Outcome.Succeeded : Outcome.Preempted, end.ExitCode ?? 0,
                (long)(end.At - element.StartedAt).TotalMilliseconds, element.InstanceType)
            {
                Host = element.InstanceId,
            };

            // A store in memory has put an object when the call comes back.
            using var nothing = new MemoryStream();
            Assert.True(store.PutAsync(
                StoreLayout.LedgerEntry(order.Campaign, order.Stage.Name, new ArrayId(order.Array), key), nothing, PutCondition.Always, CancellationToken.None).IsCompletedSuccessfully);
        }
    }

    private (StageOrder Order, long[] Tasks) OrderOf(IJobView job)
    {
        if (!_orders.TryGetValue(job.Name, out (StageOrder, long[]) known))
        {
            StageOrder order = OrderCodec.Parse(job.ReadContainer().Environment[RunnerEnvironment.Order]);
            _orders[job.Name] = known = (order, [.. IndexSet.Parse(order.Indices)]);
        }

        return known;
    }
}
