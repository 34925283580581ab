namespace HtcFlow.Runner.Guard;

/// <summary>What an attempt may not exceed; zero means no limit.</summary>
/// <param name="Walltime">Longest run of the command.</param>
/// <param name="Silence">Longest time without a new or grown output or checkpoint.</param>
internal readonly record struct Limits(TimeSpan Walltime, TimeSpan Silence)
{
    public bool Any => Walltime > TimeSpan.Zero || Silence > TimeSpan.Zero;
}
