namespace HtcFlow.Backends.Simulated.Metering;

/// <summary>A series of bounded length: when it is full, every other sample goes and the distance doubles.</summary>
internal sealed class SampledSeries
{
    private const int MaxSamples = 1024;
    private const long FirstDistance = 10_000;
    private readonly List<FleetSample> _samples = [];
    private long _distance = FirstDistance;

    /// <summary>When the next sample is due, in milliseconds.</summary>
    internal long NextAt { get; private set; }

    internal IReadOnlyList<FleetSample> Samples => [.. _samples];

    internal void Add(long now, int machines, long vcpus, long busy)
    {
        _samples.Add(new FleetSample(TimeSpan.FromMilliseconds(now), machines, vcpus, busy));
        if (_samples.Count == MaxSamples)
        {
            for (int s = 0; s < MaxSamples / 2; s++)
            {
                _samples[s] = _samples[2 * s];
            }

            _samples.RemoveRange(MaxSamples / 2, MaxSamples / 2);
            _distance *= 2;
        }

        NextAt = ((now / _distance) + 1) * _distance;
    }
}
