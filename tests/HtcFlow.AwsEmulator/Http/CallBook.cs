namespace HtcFlow.AwsEmulator.Http;

/// <summary>Counts calls by operation and by how they ended.</summary>
internal sealed class CallBook
{
    private readonly SortedDictionary<string, SortedDictionary<string, long>> _counts = new(StringComparer.Ordinal);

    /// <summary>The counters: operation, then <c>ok</c> or the error's name.</summary>
    public IReadOnlyDictionary<string, SortedDictionary<string, long>> Counts => _counts;

    /// <summary>Counts a call; under the lock.</summary>
    public void Count(string operation, string outcome)
    {
        if (!_counts.TryGetValue(operation, out SortedDictionary<string, long>? outcomes))
        {
            _counts[operation] = outcomes = new SortedDictionary<string, long>(StringComparer.Ordinal);
        }

        outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
    }

    /// <summary>Starts again at nothing.</summary>
    public void Clear() => _counts.Clear();
}
