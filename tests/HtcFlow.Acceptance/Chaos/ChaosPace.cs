namespace HtcFlow.Acceptance.Chaos;

/// <summary>How fast a task goes, and how soon it is killed.</summary>
/// <param name="Step">Pause of each step.</param>
/// <param name="LongestWait">Latest moment of a kill after the start.</param>
internal sealed record ChaosPace(TimeSpan Step, TimeSpan LongestWait)
{
    /// <summary>A checkpoint is made in less time than it takes to be shipped, so that kills meet everything on its way.</summary>
    public static ChaosPace Fast { get; } = new(TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(900));

    /// <summary>A checkpoint a second and more: long beside its way to the store, if not so long as real ones.</summary>
    public static ChaosPace Steady { get; } = new(TimeSpan.FromMilliseconds(150), TimeSpan.FromSeconds(6));
}
