namespace HtcFlow.Core.Planning.Hosts;

/// <summary>One end of an attempt, as evidence about a host.</summary>
/// <param name="Host">The host.</param>
/// <param name="Stage">Position of the stage; each stage has its own usual share of bad ends.</param>
/// <param name="Element">First task of the backend element: what runs together fails together, so it is one piece of evidence.</param>
/// <param name="Sign">What it says.</param>
public readonly record struct HostEnd(string Host, int Stage, long Element, HostSign Sign)
{
    /// <summary>How long the attempt ran; zero when nobody knows.</summary>
    public TimeSpan Wall { get; init; }
}
