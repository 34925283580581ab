using HtcFlow.Core.Money;
using HtcFlow.Core.Planning.Weighing;
using HtcFlow.Core.Ports.Abilities;

namespace HtcFlow.Engine.Tests.Storms.Targets;

/// <summary>Prices that jump, looked at at random moments; now and then a look fails, or one target's prices are unknown.</summary>
internal sealed class StormCosts : ITargetCosts
{
    /// <summary>As in earnest, but for times: a storm is over in an hour.</summary>
    public static readonly WeighingPolicy Policy = new()
    {
        Window = TimeSpan.FromSeconds(60),
        LeastPause = TimeSpan.FromSeconds(20),
        LeastSimulations = 20,
        Refresh = TimeSpan.FromMinutes(10),
    };

    private readonly Random _dice;
    private readonly TimeProvider _time;
    private readonly double[] _prices;
    private readonly double[][] _dollars;
    private readonly long[][] _finished;
    private DateTimeOffset _next;
    private CostLook? _latest;

    public StormCosts(StormPlan plan, TimeProvider time)
    {
        _dice = new Random(plan.Seed ^ 0xc057);
        _time = time;
        int targets = plan.Spec.Backend.Targets?.Count ?? 0;
        _prices = [.. Enumerable.Repeat(1.0, targets)];
        _dollars = [.. _prices.Select(_ => new double[plan.Spec.Stages.Count])];
        _finished = [.. _prices.Select(_ => new long[plan.Spec.Stages.Count])];
    }

    public CostLook? Latest
    {
        get
        {
            DateTimeOffset now = _time.GetUtcNow();
            if (now >= _next)
            {
                _next = now + TimeSpan.FromSeconds(_dice.Next(1, 40));
                _latest = _dice.Next(5) == 0 ? _latest : Look(now);
            }

            return _latest;
        }
    }

    private CostLook Look(DateTimeOffset now)
    {
        for (int t = 0; t < _prices.Length; t++)
        {
            _prices[t] = _dice.Next(8) == 0 ? Math.Pow(10, (_dice.NextDouble() * 2) - 1) : _prices[t];
            for (int s = 0; s < _dollars[t].Length; s++)
            {
                int finished = _dice.Next(40);
                _finished[t][s] += finished;
                _dollars[t][s] += finished * _prices[t] * (0.8 + (0.4 * _dice.NextDouble()));
            }
        }

        return new CostLook(now, [.. _dollars.Select((d, t) => _dice.Next(10) == 0 ? null : new TargetMoney([.. d], [.. _finished[t]]))]);
    }
}
