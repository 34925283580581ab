namespace HtcFlow.Core.Planning;

/// <summary>One of several that want a part of the same room.</summary>
/// <param name="Load">Elements that it has already.</param>
/// <param name="Weight">How many elements it may have relative to the others; greater than 0.</param>
/// <param name="Most">Most further elements that it can take.</param>
internal readonly record struct Claim(double Load, double Weight, long Most)
{
    /// <summary>How full it is with a number of further elements, to be compared with the others.</summary>
    public double LevelWith(long given) => (Load + given) / Weight;
}
