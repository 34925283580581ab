namespace HtcFlow.AwsEmulator.Http;

/// <summary>Counts calls against a rate.</summary>
internal sealed class TokenBucket
{
    private double _tokens = double.MaxValue;
    private long _since;

    /// <summary>Takes a token, if one is there.</summary>
    public bool TryTake(double perSecond, double burst, long nowTicks)
    {
        double seconds = Math.Max(0, nowTicks - _since) / (double)TimeSpan.TicksPerSecond;
        _tokens = Math.Min(burst, _tokens + (seconds * perSecond));
        _since = nowTicks;
        if (_tokens < 1)
        {
            return false;
        }

        _tokens--;
        return true;
    }
}
