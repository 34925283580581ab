namespace HtcFlow.Forecast.Calibration;

/// <summary>Finds the type on which a simulation is cheapest with few samples: types that cannot win any more drop out after each round.</summary>
/// <remarks>
/// Successive elimination. After round r every type still in the race has an interval that misses its mean with a probability of
/// e / (K r (r + 1)), K being the number of types. Over all rounds and types these add up to e at most, since the sum of 1 / (r (r + 1)) is 1:
/// whatever the samples are, all intervals hold at once with a probability of 1 - e, and then no type that drops out was the best. It drops
/// out when its lower end lies above the lowest upper end. Rounds grow by half, so that there are few of them and each divides e by little.
/// </remarks>
public sealed class Race
{
    /// <summary>Probability that the best type is lost.</summary>
    public const double Error = 0.05;

    /// <summary>How near to the best is near enough, as a share.</summary>
    public const double Nearness = 0.02;

    private const double Growth = 1.5;

    private readonly CostSample[] _samples;
    private readonly bool[] _isOut;
    private readonly long _most;
    private readonly long _budget;
    private double _size;
    private int _round = 1;

    /// <summary>Begins a race.</summary>
    /// <param name="types">Number of types, at least 1.</param>
    /// <param name="first">Samples of each type in the first round, at least 2.</param>
    /// <param name="most">Most samples of a type.</param>
    /// <param name="budget">Most samples of all types; what those that drop out leave goes to the others.</param>
    public Race(int types, int first, long most, long budget)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(types, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(first, 2);
        _samples = [.. Enumerable.Range(0, types).Select(_ => new CostSample())];
        _isOut = new bool[types];
        _size = first;
        _most = most;
        _budget = budget;
    }

    /// <summary>The round that is on, from 1.</summary>
    public int Round => _round;

    /// <summary>Whether the race is over: one is left, the best is near enough for sure, or samples are used up.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Whether nobody that is left can be cheaper than the best by more than <see cref="Nearness"/>.</summary>
    public bool IsNear { get; private set; }

    /// <summary>Types that are left.</summary>
    public int Left => _isOut.Count(static isOut => !isOut);

    /// <summary>The type with the lowest mean among those left.</summary>
    public int Best => Enumerable.Range(0, _samples.Length).Where(t => !_isOut[t]).MinBy(t => _samples[t].Count == 0 ? double.PositiveInfinity : _samples[t].Mean);

    /// <summary>The types of which samples are wanted, with how many each; none when the race is over.</summary>
    public IReadOnlyList<(int Type, int Samples)> Wanted()
    {
        int[] left = [.. Enumerable.Range(0, _samples.Length).Where(t => !_isOut[t])];
        long each = Math.Min((long)_size, (_budget - _samples.Sum(s => s.Count)) / left.Length);
        return IsOver ? [] : [.. left.Select(t => (t, (int)Math.Min(each, _most - _samples[t].Count))).Where(w => w.Item2 > 0)];
    }

    /// <summary>Whether a type has dropped out.</summary>
    public bool IsOut(int type) => _isOut[type];

    /// <summary>Takes a type out of which no samples are to be had, at least one other being left.</summary>
    public void Withdraw(int type) => _isOut[type] = true;

    /// <summary>The sample of a type, to which whoever runs the race adds.</summary>
    public CostSample SampleOf(int type) => _samples[type];

    /// <summary>Mean and interval of a type as it stands.</summary>
    public CostEstimate EstimateOf(int type) => CostEstimate.Of(_samples[type], Error / ((double)_samples.Length * _round * (_round + 1)));

    /// <summary>Ends a round: who cannot win drops out.</summary>
    public void EndRound()
    {
        CostEstimate[] estimates = [.. Enumerable.Range(0, _samples.Length).Select(EstimateOf)];
        int[] left = [.. Enumerable.Range(0, _samples.Length).Where(t => !_isOut[t])];
        double lowest = left.Min(t => estimates[t].High);
        foreach (int type in left)
        {
            _isOut[type] = estimates[type].Low > lowest;
        }

        int best = Best;
        left = [.. left.Where(t => !_isOut[t])];

        // Nobody can be cheaper than the lowest lower end of the others; when the best is at most 2 % above that, more samples decide nothing.
        IsNear = left.All(t => t == best || estimates[best].High <= estimates[t].Low * (1 + Nearness));
        _round++;
        _size *= Growth;
        IsOver = IsNear || Wanted().Count == 0;
    }
}
