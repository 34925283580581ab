namespace HtcFlow.Objects.S3.Connections;

/// <summary>Keeps a store that is down from being asked several times as often as one that is up.</summary>
/// <remarks>
/// A token bucket: each repetition takes one token, each success gives back a tenth. While nine of ten requests succeed,
/// every failed one is repeated; when nothing succeeds any more, repetitions stop after the first twenty.
/// </remarks>
internal sealed class RetryBudget
{
    // In tenths of a token.
    private const int Full = 200;
    private const int Cost = 10;

    private int _tenths = Full;

    /// <summary>Whether one more repetition is allowed, which it then pays for.</summary>
    public bool TryTake()
    {
        while (true)
        {
            int now = Volatile.Read(ref _tenths);
            if (now < Cost)
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref _tenths, now - Cost, now) == now)
            {
                return true;
            }
        }
    }

    /// <summary>A request has succeeded.</summary>
    public void Earn()
    {
        int now = Volatile.Read(ref _tenths);
        if (now < Full)
        {
            // A lost race loses a tenth of a token, which nobody will miss.
            Interlocked.CompareExchange(ref _tenths, now + 1, now);
        }
    }
}
