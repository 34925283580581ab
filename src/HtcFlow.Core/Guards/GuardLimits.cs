using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Guards.Rates;

namespace HtcFlow.Core.Guards;

/// <summary>The bars in force for one attempt; zero means that a guard is off. They stand in the attempt's report.</summary>
public sealed record GuardLimits
{
    /// <summary>Share of the usual rate below which an attempt or a host counts as slow when the campaign leaves it to us.</summary>
    /// <remarks>A host of half the speed has to be seen although its figures vary: the bar lies between 1 and 1/2, a little nearer to 1/2
    /// because a wrong kill costs more than a late one. ln 0.65 = -0.43, ln 0.5 = -0.69. See <see cref="SlowRun"/> for the noise.</remarks>
    public const double UsualShare = 0.65;

    /// <summary>Doublings after which a bar rises no further: 8 times the first one.</summary>
    public const int MostRises = 3;

    /// <summary>Longest run of the command.</summary>
    public TimeSpan Walltime { get; init; }

    /// <summary>Longest time without a new or grown output or checkpoint.</summary>
    public TimeSpan Silence { get; init; }

    /// <summary>Lowest share of the siblings' median rate, 0 .. 1.</summary>
    public double Pace { get; init; }

    /// <summary>Lowest share of the host's or the fleet's usual memory bandwidth, 0 .. 1.</summary>
    public double BandwidthShare { get; init; }

    /// <summary>Lowest memory bandwidth in bytes per second, whatever is usual.</summary>
    public long BandwidthBytesPerSecond { get; init; }

    /// <summary>Highest share of the container's memory limit, 0 .. 1.</summary>
    public double Memory { get; init; }

    /// <summary>How often the bars were raised, 0 .. <see cref="MostRises"/>.</summary>
    public int Rises { get; init; }

    /// <summary>Bars of one attempt of a stage. Each earlier attempt of the task that was too slow or failed raises them twofold, so that a
    /// task which is truly slow ends one day. Walltime and memory are the user's word and stay.</summary>
    public static GuardLimits For(StageSpec stage, int rises)
    {
        int raised = Math.Clamp(rises, 0, MostRises);
        int times = 1 << raised;
        return new GuardLimits
        {
            Walltime = stage.Resources.Walltime,
            Silence = stage.Watch.Silence * times,
            Pace = stage.Watch.Pace / times,
            BandwidthShare = stage.Watch.BandwidthShare / times,
            BandwidthBytesPerSecond = stage.Watch.BandwidthBytesPerSecond / times,
            Memory = stage.Watch.Memory,
            Rises = raised,
        };
    }

    /// <summary>Whether memory bandwidth is to be measured.</summary>
    public bool WantsBandwidth => BandwidthShare > 0 || BandwidthBytesPerSecond > 0;
}
