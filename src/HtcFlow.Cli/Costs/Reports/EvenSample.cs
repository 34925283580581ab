namespace HtcFlow.Cli.Costs.Reports;

/// <summary>Keeps some of many things that pass by, spread evenly over all of them, without knowing how many will come.</summary>
/// <param name="most">How many are kept at most; at least half of that are once so many have come.</param>
internal sealed class EvenSample(int most)
{
    private readonly List<long> _kept = [];
    private long _stride = 1;
    private long _seen;

    /// <summary>What was kept.</summary>
    public IReadOnlyList<long> Kept => _kept;

    /// <summary>One more passes by.</summary>
    public void Add(long item)
    {
        if (_seen++ % _stride != 0)
        {
            return;
        }

        if (_kept.Count == most)
        {
            // Every second one goes, and from here on comes.
            for (int at = _kept.Count - 1; at > 0; at -= 2)
            {
                _kept.RemoveAt(at);
            }

            _stride *= 2;
            if ((_seen - 1) % _stride != 0)
            {
                return;
            }
        }

        _kept.Add(item);
    }
}
