using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Facts;
using HtcFlow.Core.Money;
using HtcFlow.Core.Planning.Weighing;
using HtcFlow.Core.Tests.Stories;

namespace HtcFlow.Core.Tests.Planning.Weighing;

/// <summary>A campaign whose targets are looked at every five minutes, and whose weights follow.</summary>
internal sealed class CostStory
{
    public static readonly TimeSpan Period = TimeSpan.FromMinutes(5);
    private readonly List<CostLook> _looks = [];
    private readonly double[][] _dollars;
    private readonly long[][] _finished;

    public CostStory(int targets = 2, int stages = 1)
    {
        CampaignSpec spec = Make.Campaign([.. Enumerable.Range(0, stages).Select(s => Make.Stage("s" + s, 10))]);
        TargetSpec[] all = [.. Enumerable.Range(0, targets).Select(t => new TargetSpec("t" + t, 1, new Dictionary<string, string>()))];
        Story = new Story(spec with { Backend = spec.Backend with { Targets = all } });
        _dollars = [.. all.Select(_ => new double[stages])];
        _finished = [.. all.Select(_ => new long[stages])];
    }

    public Story Story { get; }

    public WeighingPolicy Policy { get; init; } = new();

    /// <summary>Times at which a factor changed.</summary>
    public List<DateTimeOffset> Changes { get; } = [];

    public double[] Factors => [.. Story.State.Targets.Select(t => t.Measured?.Factor ?? 1)];

    /// <summary>Simulations of a stage finish at a target, at a price each.</summary>
    public CostStory Finish(int target, long simulations, double price, int stage = 0)
    {
        _dollars[target][stage] += simulations * price;
        _finished[target][stage] += simulations;
        return this;
    }

    /// <summary>Looks, five minutes after the last time; what is decided is told.</summary>
    public Fact.TargetsWeighed? Look(params int[] unknown)
    {
        Story.Now += Period;
        _looks.Add(new CostLook(
            Story.Now, [.. _dollars.Select((d, t) => unknown.Contains(t) ? null : new TargetMoney([.. d], [.. _finished[t]]))]));
        double[] before = Factors;
        Fact.TargetsWeighed? fact = TargetWeighing.Plan(Story.State, _looks, Policy, Story.Now);
        if (fact is not null)
        {
            Story.Tell(fact);
        }

        if (!Factors.SequenceEqual(before))
        {
            Changes.Add(Story.Now);
        }

        return fact;
    }

    /// <summary>Looks for a while, during which each target finishes simulations at its price.</summary>
    public CostStory Run(TimeSpan length, params (long Simulations, double Price)[] targets)
    {
        for (TimeSpan past = Period; past <= length; past += Period)
        {
            for (int t = 0; t < targets.Length; t++)
            {
                Finish(t, targets[t].Simulations, targets[t].Price);
            }

            Look();
        }

        return this;
    }
}
