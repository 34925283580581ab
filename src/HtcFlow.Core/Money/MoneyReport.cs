namespace HtcFlow.Core.Money;

/// <summary>Where the money of a campaign went.</summary>
public sealed record MoneyReport
{
    /// <summary>Dollars by <see cref="Purpose"/>.</summary>
    public required IReadOnlyList<double> Dollars { get; init; }

    /// <summary>The stages in their order.</summary>
    public required IReadOnlyList<StageMoney> Stages { get; init; }

    /// <summary>Kinds of machines, the dearest first.</summary>
    public required IReadOnlyList<PoolMoney> Pools { get; init; }

    /// <summary>Attempts on machines that are not among the instances, priced by type at the mean of the zones.</summary>
    public long EstimatedAttempts { get; init; }

    /// <summary>Dollars of those, which are part of all sums.</summary>
    public double EstimatedDollars { get; init; }

    /// <summary>Attempts of which neither the machine nor the price of its type is known; they cost nothing here.</summary>
    public long UnpricedAttempts { get; init; }

    /// <summary>Hours of processors that those occupied.</summary>
    public double UnpricedHours { get; init; }

    /// <summary>Attempts that ended without a word, so that their time stands among that which no attempt covers.</summary>
    public long SilentAttempts { get; init; }

    /// <summary>Instances on which no attempt of the campaign ended.</summary>
    public int UnusedInstances { get; init; }

    /// <summary>Dollars of those, which are part of all sums.</summary>
    public double UnusedDollars { get; init; }

    /// <summary>Instances whose end no look saw; they count up to the last sign of them.</summary>
    public int UnseenEnds { get; init; }

    /// <summary>Spot instances that the cloud took away within their first hour, which it does not charge.</summary>
    public int FreeInstances { get; init; }

    /// <summary>Dollars that those would have cost; part of no sum.</summary>
    public double FreeDollars { get; init; }

    /// <summary>Dollars of everything.</summary>
    public double Total => Dollars.Sum();

    /// <summary>Dollars of everything for each task of the last stage that has a result; null when none has.</summary>
    public double? PerSimulation => Stages[^1].Finished == 0 ? null : Total / Stages[^1].Finished;

    /// <summary>Dollars for each task of a stage that has a result; machines without work are shared out as the stages share the rest.</summary>
    public double? PerTask(int stage)
    {
        double work = Stages.Sum(s => s.Total);
        return Stages[stage].Finished == 0 || work <= 0 ? null : Total * (Stages[stage].Total / work) / Stages[stage].Finished;
    }
}
