using HtcFlow.Core.Money.Instances;
using HtcFlow.Core.Wire;

namespace HtcFlow.Core.Money;

/// <summary>Adds up what a campaign has cost: what each instance cost, and what its attempts made of that.</summary>
/// <remarks>
/// Attempts pass through one by one in any order; what is kept is a row an instance and a bit a task. The dollars of an instance are the
/// integral of its price over the time that it ran, and an attempt has the share of it that its processors are of the instance's.
/// </remarks>
public sealed class MoneyLedger
{
    /// <summary>Number of purposes.</summary>
    public static readonly int Purposes = Enum.GetValues<Purpose>().Length;

    private readonly Dictionary<string, InstanceAccount> _accounts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, EstimatedUse> _estimated = new(StringComparer.Ordinal);
    private readonly TaskMarks _done = new();
    private readonly PriceBook _prices;
    private readonly Func<string, int?> _vcpusOf;
    private readonly DateTimeOffset _begin;
    private readonly DateTimeOffset _now;
    private readonly double[][] _stages;
    private readonly long[] _attempts;
    private readonly long[] _finished;
    private readonly double[] _stagedIn;
    private readonly double[] _idle;
    private readonly long[] _priceless;
    private long _unpriced;
    private double _unpricedHours;
    private long _silent;
    private long _guessed;

    /// <summary>Begins with the instances.</summary>
    /// <param name="stages">Number of stages.</param>
    /// <param name="instances">Instances of the campaign.</param>
    /// <param name="prices">What they cost.</param>
    /// <param name="vcpusOf">Processors of a type; null when it is not known, whose attempts then occupy whole machines.</param>
    /// <param name="begin">When the campaign began; instances cost it nothing before.</param>
    /// <param name="now">When the report is made, or the campaign was over.</param>
    public MoneyLedger(
        int stages, IEnumerable<RentedInstance> instances, PriceBook prices, Func<string, int?> vcpusOf, DateTimeOffset begin, DateTimeOffset now)
    {
        _begin = begin;
        _prices = prices;
        _vcpusOf = vcpusOf;
        _now = now;
        _stages = [.. Enumerable.Range(0, stages).Select(_ => new double[Purposes])];
        _attempts = new long[stages];
        _finished = new long[stages];
        _stagedIn = new double[stages];
        _idle = new double[stages];
        _priceless = new long[stages];
        foreach (RentedInstance instance in instances)
        {
            _accounts[instance.Id] = new InstanceAccount(instance, stages * Purposes);
        }
    }

    /// <summary>Adds an attempt.</summary>
    public void Add(AttemptUse use)
    {
        Purpose purpose = PurposeOf(use);
        _attempts[use.Stage]++;
        _finished[use.Stage] += purpose == Purpose.Useful ? 1 : 0;
        if (use.WallMilliseconds <= 0)
        {
            _silent += use.Outcome == Outcome.Lost ? 1 : 0;
            return;
        }

        if (_accounts.TryGetValue(use.Instance, out InstanceAccount? account))
        {
            // Clocks differ a little: nothing ran before the machine was asked for.
            DateTimeOffset begin = use.BeganAt > account.Instance.Launched ? use.BeganAt : account.Instance.Launched;
            double share = ShareOf(use, account.Instance.Type);
            double? whole = _prices.Cost(account.Instance, begin, use.EndedAt);
            _priceless[use.Stage] += whole is null ? 1 : 0;
            account.Add((use.Stage * Purposes) + (int)purpose, share * (whole ?? 0), begin, use.EndedAt);
            return;
        }

        AddEstimated(use, purpose);
    }

    /// <summary>Says which share of the time of a stage's attempts went by until inputs, programs and checkpoints were in place.</summary>
    /// <param name="stage">Position of the stage.</param>
    /// <param name="share">0 to 1, of attempts whose results count.</param>
    public void SetStageIn(int stage, double share) => _stagedIn[stage] = Math.Clamp(share, 0, 1);

    /// <summary>Settles the accounts; further attempts need a new ledger.</summary>
    public MoneyReport Finish()
    {
        TimeSpan delay = StartDelay.Estimate(_accounts.Values.Select(a => a.StartBounds()).OfType<(TimeSpan, TimeSpan)>());
        var pools = new Dictionary<(string, string, bool), PoolSum>();
        var rest = new double[Purposes];
        int unused = 0;
        double unusedDollars = 0;
        int unseen = 0;
        int free = 0;
        double freeDollars = 0;
        foreach (InstanceAccount account in _accounts.Values)
        {
            if (Charges.Of(account, _prices, delay, _begin, _now) is not { } charge)
            {
                continue;
            }

            double dollars = charge.Dollars ?? 0;
            double useful = Settle(account, dollars, charge.To, rest);
            RentedInstance i = account.Instance;
            pools[(i.Type, i.Zone, i.IsSpot)] = pools.GetValueOrDefault((i.Type, i.Zone, i.IsSpot))
                .Plus(1, (charge.To - charge.From).TotalHours, dollars, useful, charge.Dollars is null);
            unseen += charge.IsEndSeen ? 0 : 1;
            free += charge.Waived > 0 ? 1 : 0;
            freeDollars += charge.Waived;
            unused += account.LastEnd is null ? 1 : 0;
            unusedDollars += account.LastEnd is null ? dollars : 0;
        }

        PoolMoney[] estimated = [.. _estimated.Select(e => new PoolSum(0, e.Value.Hours, e.Value.Dollars, Book(e.Value.Cells, 1), false).ToMoney(e.Key, "", true))];
        return new MoneyReport
        {
            Dollars = [.. Enumerable.Range(0, Purposes).Select(p => rest[p] + _stages.Sum(s => s[p]))],
            Stages = [.. _stages.Select((s, at) => new StageMoney(s, _attempts[at], _finished[at]) { Idle = _idle[at], Priceless = _priceless[at] })],
            Pools =
            [
                .. pools.Select(p => p.Value.ToMoney(p.Key.Item1, p.Key.Item2, p.Key.Item3))
                    .Concat(estimated)
                    .OrderByDescending(p => p.Dollars ?? 0).ThenBy(p => p.Type, StringComparer.Ordinal).ThenBy(p => p.Zone, StringComparer.Ordinal),
            ],
            EstimatedAttempts = _guessed,
            EstimatedDollars = _estimated.Values.Sum(e => e.Dollars),
            UnpricedAttempts = _unpriced,
            UnpricedHours = _unpricedHours,
            SilentAttempts = _silent,
            UnusedInstances = unused,
            UnusedDollars = unusedDollars,
            UnseenEnds = unseen,
            FreeInstances = free,
            FreeDollars = freeDollars,
        };
    }

    private Purpose PurposeOf(AttemptUse use) => use.Outcome switch
    {
        Outcome.Succeeded => _done.Add(use.Stage, use.Index) ? Purpose.Useful : Purpose.Repeated,
        Outcome.Preempted or Outcome.Lost => Purpose.LostToReclaim,
        Outcome.Slow => Purpose.LostToSlowness,
        Outcome.Cancelled => Purpose.Cancelled,
        _ => Purpose.LostToFailure,
    };

    private double ShareOf(AttemptUse use, string type) => _vcpusOf(type) is { } vcpus and > 0 ? Math.Min(1, (double)use.Vcpus / vcpus) : 1;

    private void AddEstimated(AttemptUse use, Purpose purpose)
    {
        double hours = use.WallMilliseconds / 3_600_000.0;
        if (_prices.MeanCost(use.Machine, use.BeganAt, use.EndedAt) is not { } whole)
        {
            _unpriced++;
            _priceless[use.Stage]++;
            _unpricedHours += hours * use.Vcpus;
            return;
        }

        double share = ShareOf(use, use.Machine);
        double dollars = whole * share;
        _guessed++;
        if (!_estimated.TryGetValue(use.Machine, out EstimatedUse? estimated))
        {
            _estimated[use.Machine] = estimated = new EstimatedUse(_stages.Length * Purposes);
        }

        estimated.Add((use.Stage * Purposes) + (int)purpose, dollars, hours * share);
    }

    // Of what was of use the part in which inputs were waited for is told apart.
    private double Book(ReadOnlySpan<double> cells, double scale)
    {
        double useful = 0;
        for (int cell = 0; cell < cells.Length; cell++)
        {
            double part = cells[cell] * scale;
            bool isUseful = cell % Purposes == (int)Purpose.Useful;
            double stagedIn = isUseful ? part * _stagedIn[cell / Purposes] : 0;
            _stages[cell / Purposes][cell % Purposes] += part - stagedIn;
            _stages[cell / Purposes][(int)Purpose.StageIn] += stagedIn;
            useful += isUseful ? part - stagedIn : 0;
        }

        return useful;
    }

    // Books what the attempts of an instance cost, and the rest of what it cost. Attempts that together would have cost more than the
    // instance (its processors were shared, or its end was not seen) are cut down alike: the bill is right.
    private double Settle(InstanceAccount account, double dollars, DateTimeOffset end, double[] rest)
    {
        double work = 0;
        foreach (double part in account.Dollars)
        {
            work += part;
        }

        double scale = work > dollars ? dollars / work : 1;
        double useful = Book(account.Dollars, scale);
        double left = Math.Max(0, dollars - (work * scale));
        bool isAlive = account.Instance.GoneAt is null && end == _now;
        double open = isAlive ? Math.Min(left, _prices.Cost(account.Instance, account.LastEnd ?? _begin, end) ?? 0) : 0;
        rest[(int)Purpose.Unsettled] += open;
        rest[(int)Purpose.IdleAndStart] += left - open;
        for (int cell = 0; work > 0 && cell < account.Dollars.Length; cell++)
        {
            _idle[cell / Purposes] += (left - open) * (account.Dollars[cell] / work);
        }

        return useful;
    }
}
