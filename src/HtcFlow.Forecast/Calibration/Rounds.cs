namespace HtcFlow.Forecast.Calibration;

/// <summary>Leads a calibration from round to round: which tasks run on which types, who drops out, when it is enough. Pure: whoever runs the rounds tells what they gave.</summary>
/// <remarks>
/// All types run the same tasks, drawn without replacement, so that a type does not win by the tasks that it got. Told the same samples again, it asks for
/// the same rounds again: whoever kept the samples goes on where a crash left off.
/// </remarks>
public sealed class Rounds
{
    /// <summary>Samples of each type in the first round, from which on Student's intervals are narrow enough to tell something.</summary>
    public const int First = 20;

    // What the race needs at most of the samples that equal treatment would take; with two dozen types it took a fifth of that.
    private const int BudgetShare = 4;

    private readonly Contender[] _types;
    private readonly TaskOrder _order;
    private readonly int[] _asked;
    private readonly int[] _lastRound;
    private readonly bool[] _isBarren;

    /// <summary>Begins.</summary>
    /// <param name="types">Types, at least one.</param>
    /// <param name="most">Most samples of a type, at least 2 and at most as many as there are tasks.</param>
    /// <param name="order">The tasks.</param>
    public Rounds(IReadOnlyList<Contender> types, int most, TaskOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(most, order.Count);
        _types = [.. types];
        _order = order;
        _asked = new int[types.Count];
        _lastRound = new int[types.Count];
        _isBarren = new bool[types.Count];
        Most = most;
        Race = new Race(types.Count, Math.Min(First, most), most, BudgetOf(types.Count, most));
        for (int type = 0; type < types.Count; type++)
        {
            Race.SampleOf(type).PerHour = types[type].PerHour;
        }
    }

    /// <summary>The race, to be read.</summary>
    public Race Race { get; }

    /// <summary>Most samples of a type.</summary>
    public int Most { get; }

    /// <summary>The round that is on, from 1.</summary>
    public int Number { get; private set; } = 1;

    /// <summary>Most samples of all types together.</summary>
    public static long BudgetOf(int types, int most) => Math.Max((long)types * Math.Min(First, most), (long)types * most / BudgetShare);

    /// <summary>The round in which a type ran last; 0 before it ran.</summary>
    public int LastRoundOf(int type) => _lastRound[type];

    /// <summary>Tasks that a type was given so far.</summary>
    public int AskedOf(int type) => _asked[type];

    /// <summary>Whether no simulation was finished on a type.</summary>
    public bool IsBarren(int type) => _isBarren[type];

    /// <summary>What is to be run now; nothing when the calibration is over.</summary>
    public IReadOnlyList<RoundPart> Parts()
    {
        var parts = new List<RoundPart>();
        IReadOnlyList<(int Type, int Samples)> wanted = Race.Left == 0 ? [] : Race.Wanted();

        // The race counts samples; tasks that fail give none, and cost all the same.
        long each = wanted.Count == 0 ? 0 : (BudgetOf(_types.Length, Most) - _asked.Sum(static asked => (long)asked)) / wanted.Count;
        foreach ((int type, int samples) in wanted)
        {
            int count = (int)Math.Min(Math.Min(samples, each), Most - _asked[type]);
            if (count > 0)
            {
                parts.Add(new RoundPart(type, [.. Enumerable.Range(_asked[type], count).Select(position => _order[position])]));
            }
        }

        return parts;
    }

    /// <summary>Takes what a round gave, which ends it.</summary>
    /// <param name="seconds">By type, the wall seconds that each finished task took, of all its attempts together; types that are not in the round are missing.</param>
    public void End(IReadOnlyDictionary<int, IReadOnlyList<double>> seconds)
    {
        foreach (RoundPart part in Parts())
        {
            _asked[part.Type] += part.Tasks.Count;
            _lastRound[part.Type] = Number;
            foreach (double wall in seconds.GetValueOrDefault(part.Type) ?? [])
            {
                Race.SampleOf(part.Type).Add(wall, 1.0 / _types[part.Type].Slots);
            }

            if (Race.SampleOf(part.Type).Count == 0)
            {
                _isBarren[part.Type] = true;
                Race.Withdraw(part.Type);
            }
        }

        Number++;
        if (Race.Left > 0)
        {
            Race.EndRound();
        }
    }
}
