using HtcFlow.Backends.Simulated.World;

namespace HtcFlow.Backends.Simulated.Machines;

/// <summary>A zone with what is rented in it.</summary>
internal sealed class CloudZone(FleetModel fleet)
{
    private const long MillisecondsPerMinute = 60_000;
    private long _minute = -1;
    private int _started;

    /// <summary>Most machines that it takes.</summary>
    internal int MaxMachines => fleet.MaxPerZone;

    /// <summary>Machines rented now.</summary>
    internal int Machines { get; set; }

    /// <summary>Machines that can still be started in this minute.</summary>
    internal int RoomAt(long now)
    {
        if (now / MillisecondsPerMinute != _minute)
        {
            _minute = now / MillisecondsPerMinute;
            _started = 0;
        }

        return Math.Max(0, Math.Min(fleet.RampPerZoneMinute - _started, fleet.MaxPerZone - Machines));
    }

    /// <summary>Takes note of a start.</summary>
    internal void Start()
    {
        _started++;
        Machines++;
    }
}
