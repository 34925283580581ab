using System.Text.Json.Nodes;
using HtcFlow.Campaigns.Yaml;

namespace HtcFlow.Campaigns.Shapes;

/// <summary>What a node of the campaign file may look like. One description serves the reader, the JSON Schema and the overrides.</summary>
internal abstract class Shape
{
    /// <summary>What to write, to stand after "write": <c>a whole number from 1 to 15</c>.</summary>
    public abstract string Expected { get; }

    /// <summary>The JSON Schema of the shape.</summary>
    public abstract JsonObject Schema(SchemaWriter writer);

    /// <summary>Whether a node is of the kind this shape reads; it may still hold mistakes.</summary>
    public abstract bool Fits(Node node);

    /// <summary>Shape of the value of a key, or null when no mapping or no mapping with that key is meant.</summary>
    public virtual Shape? Child(string key) => null;

    /// <summary>Keys that a mapping of this shape always knows.</summary>
    public virtual IEnumerable<string> KnownKeys => [];

    /// <summary>Whether an override may add the key: yes where the language knows it, no where it would be a new stage, axis or variable.</summary>
    public virtual bool MayAdd(string key) => false;
}
