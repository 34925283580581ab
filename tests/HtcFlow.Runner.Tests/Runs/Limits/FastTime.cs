namespace HtcFlow.Runner.Tests.Runs.Limits;

/// <summary>The system's time from this moment on, so many times as fast.</summary>
internal sealed class FastTime(int times) : TimeProvider
{
    private readonly long _begin = System.GetTimestamp();
    private readonly DateTimeOffset _beginUtc = System.GetUtcNow();

    public override long TimestampFrequency => System.TimestampFrequency;

    public override long GetTimestamp() => _begin + ((System.GetTimestamp() - _begin) * times);

    public override DateTimeOffset GetUtcNow() => _beginUtc + ((System.GetUtcNow() - _beginUtc) * times);
}
