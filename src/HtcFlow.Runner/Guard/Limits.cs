using HtcFlow.Core.Campaigns;

namespace HtcFlow.Runner.Guard;

/// <summary>What an attempt may not exceed; zero means no limit.</summary>
/// <param name="Walltime">Longest run of the command.</param>
/// <param name="Silence">Longest time without a new or grown output or checkpoint.</param>
internal readonly record struct Limits(TimeSpan Walltime, TimeSpan Silence)
{
    // Doublings after which the bar rises no further: 8 times the first limit.
    private const int MostRises = 3;

    /// <summary>Limits of one attempt of a stage. The silence allowed doubles with each attempt that was too slow or failed, so that a task
    /// which is truly slow ends one day; the walltime is the user's word and stays.</summary>
    public static Limits For(StageSpec stage, int rises) =>
        new(stage.Resources.Walltime, stage.Watch.Silence * (1 << Math.Clamp(rises, 0, MostRises)));

    public bool Any => Walltime > TimeSpan.Zero || Silence > TimeSpan.Zero;
}
