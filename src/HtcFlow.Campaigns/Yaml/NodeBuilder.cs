using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace HtcFlow.Campaigns.Yaml;

/// <summary>Builds the tree of located nodes from a parser's events, within bounds that no honest file meets.</summary>
/// <remarks>A null node means that reading cannot go on and a problem says why.</remarks>
internal sealed class NodeBuilder
{
    /// <summary>Deepest nesting; the language itself needs 7 levels.</summary>
    public const int MaxDepth = 64;

    /// <summary>Most nodes, aliases expanded: twice what fits into the largest file as <c>[1,1,1,...]</c>.</summary>
    public const int MaxNodes = SourceText.MaxCampaignBytes;

    private readonly IParser _parser;
    private readonly ProblemList _problems;
    private readonly Func<Mark, Place> _placeOf;
    private readonly Dictionary<string, Node?> _anchors = new(StringComparer.Ordinal);
    private long _nodes;

    /// <summary>Creates a builder that takes events from <paramref name="parser"/>, which stands before the document's first node.</summary>
    public NodeBuilder(IParser parser, ProblemList problems, Func<Mark, Place> placeOf)
    {
        _parser = parser;
        _problems = problems;
        _placeOf = placeOf;
    }

    /// <summary>Builds the node that begins at the parser's current event and moves behind it.</summary>
    /// <exception cref="YamlException">The text is not YAML.</exception>
    public Node? Build() => Build(1);

    private Node? Build(int depth)
    {
        var current = _parser.Current!;
        Place place = _placeOf(current.Start);
        if (depth > MaxDepth)
        {
            return Refuse(place, $"the nesting is more than {MaxDepth} levels deep", "a campaign needs 7 levels; look for brackets that are not closed");
        }

        if (++_nodes > MaxNodes)
        {
            return Refuse(place, $"the file unfolds to more than {MaxNodes} values", "remove aliases that stand inside aliases");
        }

        if (current is AnchorAlias alias)
        {
            return Resolve(alias, place, depth);
        }

        if (current is not NodeEvent content)
        {
            // A key that begins with a tab has no value in the parser's events, not even an empty one.
            return Refuse(place, "a key or a value is missing here", "write 'key: value', and indent with blanks");
        }

        string? anchor = content.Anchor.IsEmpty ? null : content.Anchor.Value;
        if (anchor is not null)
        {
            // Known but unfinished: an alias that meets it stands inside the node it names.
            _anchors[anchor] = null;
        }

        if (!content.Tag.IsEmpty && !content.Tag.IsNonSpecific)
        {
            _problems.Error(place, $"the tag {Wording.Quote(content.Tag.Value)} means nothing in a campaign", "remove it; texts are kept as they are written");
        }

        Node? node = current switch
        {
            Scalar scalar => ScalarOf(scalar, place),
            SequenceStart => ListOf(place, depth),
            _ => MapOf(place, depth),
        };
        if (anchor is not null)
        {
            _anchors[anchor] = node;
        }

        return node;
    }

    private ScalarNode ScalarOf(Scalar scalar, Place place)
    {
        _parser.MoveNext();
        if (scalar.Value.Contains('\0', StringComparison.Ordinal))
        {
            _problems.Error(place, "the text holds a NUL character", "remove \\0: neither a path nor an argument can hold it");
        }

        int written = scalar.Start.Line == scalar.End.Line ? (int)(scalar.End.Column - scalar.Start.Column) : -1;
        return new ScalarNode(place, scalar.Value, scalar.Style == ScalarStyle.Plain, written);
    }

    private ListNode? ListOf(Place place, int depth)
    {
        _parser.MoveNext();
        var items = new List<Node>();
        while (_parser.Current is not SequenceEnd)
        {
            if (Build(depth + 1) is not { } item)
            {
                return null;
            }

            items.Add(item);
        }

        _parser.MoveNext();
        return new ListNode(place, items);
    }

    private MapNode? MapOf(Place place, int depth)
    {
        _parser.MoveNext();
        var entries = new List<KeyValuePair<ScalarNode, Node>>();
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        while (_parser.Current is not MappingEnd)
        {
            if (Build(depth + 1) is not { } key || Build(depth + 1) is not { } value)
            {
                return null;
            }

            if (KeyOf(key, lines) is { } name)
            {
                entries.Add(new(name, value));
            }
        }

        _parser.MoveNext();
        // The parser places the mapping of [key: value] at the beginning of the file.
        bool isLost = depth > 1 && place == _placeOf(new Mark(0, 1, 1)) && entries.Count > 0;
        return new MapNode(isLost ? entries[0].Key.Place : place, entries);
    }

    private ScalarNode? KeyOf(Node key, Dictionary<string, int> lines)
    {
        if (key is not ScalarNode name)
        {
            _problems.Error(key.Place, $"a key is {key.Kind}", "write a plain word before the ':'");
            return null;
        }

        if (name.IsPlain && name.Value == "<<")
        {
            _problems.Error(name.Place, "merge keys ('<<') are not part of the language", "put what stages share under 'defaults'");
            return null;
        }

        if (lines.TryAdd(name.Value, name.Place.Line))
        {
            return name;
        }

        _problems.Error(
            name.Place,
            $"the key {Wording.Quote(name.Value)} stands twice in one mapping, first on line {lines[name.Value]}",
            "remove one of them or rename it");
        return null;
    }

    private Node? Resolve(AnchorAlias alias, Place place, int depth)
    {
        string name = alias.Value.Value;
        _parser.MoveNext();
        if (!_anchors.TryGetValue(name, out Node? target))
        {
            return Refuse(place, $"nothing above is named {Wording.Quote("&" + name)}", "name a node with '&' before '*' repeats it, or put a text that begins with '*' into quotes");
        }

        if (target is null)
        {
            return Refuse(place, $"the alias {Wording.Quote("*" + name)} stands inside the node that it names", "write the value out");
        }

        if (depth + target.Height > MaxDepth)
        {
            return Refuse(place, $"the aliases nest more than {MaxDepth} levels deep", "write the value out");
        }

        _nodes += target.Weight;
        return _nodes > MaxNodes
            ? Refuse(place, $"the aliases unfold to more than {MaxNodes} values", "write out what is meant; an alias within an alias within an alias multiplies")
            : target;
    }

    private Node? Refuse(Place place, string what, string advice)
    {
        _problems.Error(place, what, advice);
        return null;
    }
}
