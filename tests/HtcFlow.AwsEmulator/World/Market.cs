using HtcFlow.AwsEmulator.Options;

namespace HtcFlow.AwsEmulator.World;

/// <summary>Spot prices: for each type and zone a price that holds for some hours, made from the seed alone, so that any past can be asked for.</summary>
internal sealed class Market(Region region)
{
    private const double WeekSteps = 42; // a slow swing of a week, at the usual step of four hours

    private readonly List<(string Pattern, DateTimeOffset From, double Factor)> _shocks = [];

    private readonly Dictionary<string, int> _taken = new(StringComparer.Ordinal);

    private WorldOptions World => region.Emulator.Options.World;

    /// <summary>Multiplies prices of pools from a moment on; the pattern is a type, a zone, <c>type/zone</c> or <c>*</c>.</summary>
    public void Shock(string pattern, DateTimeOffset from, double factor) => _shocks.Add((pattern, from, factor));

    /// <summary>vCPUs that a pool still has.</summary>
    public int Free(InstanceType type, string zone)
    {
        Dictionary<string, int> known = World.PoolVcpus;
        string pool = $"{type.Name}/{zone}";
        int all = known.TryGetValue(pool, out int one) || known.TryGetValue(type.Name, out one) || known.TryGetValue(zone, out one)
            ? one
            : World.DefaultPoolVcpus;
        int left = all - _taken.GetValueOrDefault(pool);
        bool isLimited = World.ZoneVcpus.TryGetValue(zone, out int most) || World.ZoneVcpus.TryGetValue("*", out most);
        return isLimited ? Math.Min(left, most - _taken.GetValueOrDefault(zone)) : left;
    }

    /// <summary>Takes vCPUs of a pool, or gives them back.</summary>
    public void Take(InstanceType type, string zone, int vcpus)
    {
        string pool = $"{type.Name}/{zone}";
        _taken[pool] = _taken.GetValueOrDefault(pool) + vcpus;
        _taken[zone] = _taken.GetValueOrDefault(zone) + vcpus;
    }

    /// <summary>When the price began that holds at a moment.</summary>
    public DateTimeOffset StepStart(InstanceType type, string zone, DateTimeOffset at)
    {
        long step = World.PriceStep.Ticks;
        long shift = (long)(Noise(type.Name, zone, -1) * step);
        long ticks = ((at.UtcTicks - shift) / step * step) + shift;
        DateTimeOffset start = new(ticks, TimeSpan.Zero);
        foreach ((string pattern, DateTimeOffset from, _) in _shocks)
        {
            if (from <= at && from > start && Is(pattern, type, zone))
            {
                start = from;
            }
        }

        return start;
    }

    /// <summary>When the next price begins.</summary>
    public DateTimeOffset StepEnd(InstanceType type, string zone, DateTimeOffset at)
    {
        long step = World.PriceStep.Ticks;
        long shift = (long)(Noise(type.Name, zone, -1) * step);
        DateTimeOffset end = new((((at.UtcTicks - shift) / step) + 1) * step + shift, TimeSpan.Zero);
        foreach ((string pattern, DateTimeOffset from, _) in _shocks)
        {
            if (from > at && from < end && Is(pattern, type, zone))
            {
                end = from;
            }
        }

        return end;
    }

    /// <summary>Dollars an hour on the spot market.</summary>
    public decimal Spot(InstanceType type, string zone, DateTimeOffset at)
    {
        long step = (at.UtcTicks - (long)(Noise(type.Name, zone, -1) * World.PriceStep.Ticks)) / World.PriceStep.Ticks;
        double level = 0.6 + (0.8 * Noise(type.Name, zone, -2)); // pools differ by more than they move
        double week = Math.Sin(((step / WeekSteps) + Noise(type.Name, zone, -3)) * 2 * Math.PI);
        double jitter = (2 * Noise(type.Name, zone, step)) - 1;
        double share = World.SpotShare * level * (1 + (World.SpotSwing * ((0.6 * week) + (0.4 * jitter))));
        foreach ((string pattern, DateTimeOffset from, double factor) in _shocks)
        {
            share *= from <= at && Is(pattern, type, zone) ? factor : 1;
        }

        return Math.Round(type.Price * (decimal)Math.Clamp(share, 0.05, 10), 6);
    }

    /// <summary>Dollars that an instance costs in a span, second by second.</summary>
    public decimal Cost(InstanceType type, string zone, bool isSpot, DateTimeOffset from, DateTimeOffset to)
    {
        if (!isSpot)
        {
            return type.Price * (decimal)(to - from).TotalHours;
        }

        decimal sum = 0;
        while (from < to)
        {
            DateTimeOffset end = StepEnd(type, zone, from);
            end = end < to ? end : to;
            sum += Spot(type, zone, from) * (decimal)(end - from).TotalHours;
            from = end;
        }

        return sum;
    }

    private static bool Is(string pattern, InstanceType type, string zone) =>
        pattern == "*" || pattern == type.Name || pattern == zone || pattern == $"{type.Name}/{zone}";

    // A number from 0 to 1 that follows from the seed, the pool and the step: FNV-1a, then SplitMix64's finish.
    private double Noise(string type, string zone, long step)
    {
        ulong hash = 14_695_981_039_346_656_037UL + (ulong)region.Emulator.Options.Seed;
        foreach (char letter in type)
        {
            hash = (hash ^ letter) * 1_099_511_628_211UL;
        }

        foreach (char letter in zone)
        {
            hash = (hash ^ letter) * 1_099_511_628_211UL;
        }

        hash += (ulong)step * 0x9E3779B97F4A7C15UL;
        hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9UL;
        hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EBUL;
        return ((hash ^ (hash >> 31)) >> 11) / (double)(1UL << 53);
    }
}
