namespace HtcFlow.Campaigns.Yaml;

/// <summary>A node of the YAML tree that knows where it was written.</summary>
internal abstract class Node(Place place, long weight, int height)
{
    /// <summary>Where the node begins.</summary>
    public Place Place { get; } = place;

    /// <summary>Number of nodes in it, itself among them, every alias counted as often as it stands.</summary>
    public long Weight { get; } = weight;

    /// <summary>Levels of nesting below it, 0 for a scalar.</summary>
    public int Height { get; } = height;

    /// <summary>What kind of node it is, for messages.</summary>
    public abstract string Kind { get; }
}
