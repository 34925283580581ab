namespace HtcFlow.Campaigns.Yaml;

/// <summary>A mapping; its keys are texts, each stands once, and their order is kept.</summary>
internal sealed class MapNode(Place place, IReadOnlyList<KeyValuePair<ScalarNode, Node>> entries)
    : Node(
        place,
        1 + entries.Sum(entry => entry.Value.Weight + 1),
        entries.Count == 0 ? 1 : 1 + entries.Max(entry => entry.Value.Height))
{
    /// <summary>Keys and values in order.</summary>
    public IReadOnlyList<KeyValuePair<ScalarNode, Node>> Entries { get; } = entries;

    /// <inheritdoc/>
    public override string Kind => "a mapping";

    /// <summary>Value of a key, or null when the key is not there.</summary>
    public Node? Find(string key)
    {
        foreach (var entry in Entries)
        {
            if (entry.Key.Value == key)
            {
                return entry.Value;
            }
        }

        return null;
    }

    /// <summary>A copy in which a key has another value; a new key comes last.</summary>
    public MapNode With(ScalarNode key, Node value)
    {
        var changed = Entries.ToList();
        int at = changed.FindIndex(entry => entry.Key.Value == key.Value);
        if (at < 0)
        {
            changed.Add(new(key, value));
        }
        else
        {
            changed[at] = new(changed[at].Key, value);
        }

        return new MapNode(Place, changed);
    }
}
