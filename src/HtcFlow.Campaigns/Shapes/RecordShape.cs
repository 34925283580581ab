using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using HtcFlow.Campaigns.Yaml;

namespace HtcFlow.Campaigns.Shapes;

/// <summary>A mapping with known keys, with keys that the user chooses, or with both.</summary>
/// <param name="name">Name of the definition in the schema.</param>
/// <param name="doc">What the mapping is, one sentence.</param>
/// <param name="expected">What to write.</param>
/// <param name="empty">The record before any key is read; it is never changed, each key makes another.</param>
internal sealed class RecordShape<T>(string name, string doc, string expected, T empty) : ShapeOf<T>
    where T : notnull
{
    private readonly List<KeySpec<T>> _keys = [];
    private ChosenKeys<T>? _chosen;
    private string? _mark;

    /// <summary>The known keys.</summary>
    public IReadOnlyList<KeySpec<T>> Keys => _keys;

    public override string Expected => expected;

    /// <summary>Adds a key that must be there.</summary>
    public RecordShape<T> Required<TValue>(string key, ShapeOf<TValue> shape, string doc, Func<T, TValue, T> set)
        where TValue : notnull
    {
        _keys.Add(new KeySpec<T>(key, doc, null, shape, Reader(shape, (record, _, value) => set(record, value))));
        return this;
    }

    /// <summary>Adds a key that may be absent.</summary>
    public RecordShape<T> Optional<TValue>(string key, ShapeOf<TValue> shape, string standard, string doc, Func<T, TValue, T> set)
        where TValue : notnull
    {
        _keys.Add(new KeySpec<T>(key, doc, standard, shape, Reader(shape, (record, _, value) => set(record, value))));
        return this;
    }

    /// <summary>Lets the user choose further keys.</summary>
    /// <param name="noun">What such a key names.</param>
    /// <param name="rule">What it must look like, and the pattern that says so.</param>
    /// <param name="shape">Shape of the values.</param>
    /// <param name="mayAdd">Whether an override may bring a key that the file does not have.</param>
    /// <param name="set">Takes a key and its value in.</param>
    public RecordShape<T> Chosen<TValue>(
        string noun, (string Expected, string Pattern) rule, ShapeOf<TValue> shape, bool mayAdd, Func<T, ScalarNode, TValue, T> set)
        where TValue : notnull
    {
        _chosen = new ChosenKeys<T>(noun, rule.Expected, rule.Pattern, shape, mayAdd, Reader(shape, set));
        return this;
    }

    /// <summary>Tells the mapping from others by a key: a node without it is not of this kind.</summary>
    public RecordShape<T> MarkedBy(string key)
    {
        _mark = key;
        return this;
    }

    public override bool Fits(Node node) => node is MapNode map && (_mark is null || map.Find(_mark) is not null);

    public override Shape? Child(string key) => _keys.Find(k => k.Name == key)?.Shape ?? _chosen?.Shape;

    public override IEnumerable<string> KnownKeys => _keys.Select(key => key.Name);

    public override bool MayAdd(string key) => _keys.Exists(k => k.Name == key) || _chosen is { MayAdd: true };

    public override JsonObject Schema(SchemaWriter writer) => writer.Reference(name, () =>
    {
        var schema = new JsonObject { ["description"] = doc, ["type"] = "object" };
        if (_keys.Count > 0)
        {
            schema["properties"] = new JsonObject(_keys.Select(key => KeyValuePair.Create(key.Name, (JsonNode?)SchemaOf(key, writer))));
        }

        if (_chosen is not null)
        {
            schema["patternProperties"] = new JsonObject { [PatternOf(_chosen)] = _chosen.Shape.Schema(writer) };
        }

        schema["additionalProperties"] = false;
        string[] required = [.. _keys.Where(key => key.Standard is null).Select(key => key.Name)];
        if (required.Length > 0)
        {
            schema["required"] = Scalars.TypesOf(required);
        }

        if (_chosen is not null)
        {
            schema["minProperties"] = 1;
        }

        return schema;
    });

    protected override bool TryReadPresent(
        Node node, string subject, ProblemList problems, [MaybeNullWhen(false)] out T value)
    {
        if (node is not MapNode map)
        {
            return Mismatch(node, subject, problems, out value);
        }

        value = empty;
        if (_chosen is not null && map.Entries.Count == 0)
        {
            problems.Error(map.Place, $"{subject} is empty", $"write {expected}, or remove it");
        }

        foreach (var (key, child) in map.Entries)
        {
            value = ReadEntry(value, key, child, subject, problems);
        }

        foreach (var key in _keys.Where(key => key.Standard is null && map.Find(key.Name) is null))
        {
            problems.Error(map.Place, $"{subject} has no {Wording.Quote(key.Name)}", $"add {Wording.Quote(key.Name)}: {key.Shape.Expected}");
        }

        return true;
    }

    private T ReadEntry(T record, ScalarNode key, Node child, string subject, ProblemList problems)
    {
        if (_keys.Find(k => k.Name == key.Value) is { } known)
        {
            return known.Read(record, key, child, problems);
        }

        if (_chosen is null)
        {
            string[] names = [.. _keys.Select(k => k.Name)];
            problems.Error(key.Place, $"unknown key {Wording.Quote(key.Value)} in {subject}", Nearest.Advice(key.Value, names, "remove it"));
            return record;
        }

        if (!_chosen.Accepts(key.Value))
        {
            problems.Error(key.Place, $"{Wording.Quote(key.Value)} cannot name {_chosen.Noun}", $"write {_chosen.Expected}");
            return record;
        }

        return _chosen.Read(record, key, child, problems);
    }

    // Known keys may look like chosen ones; the schema must not ask them to be both.
    private string PatternOf(ChosenKeys<T> chosen) => _keys.Count == 0
        ? chosen.Pattern
        : "^(?!(" + string.Join('|', _keys.Select(key => key.Name)) + ")$)" + chosen.Pattern[1..];

    private static JsonObject SchemaOf(KeySpec<T> key, SchemaWriter writer)
    {
        var schema = key.Shape.Schema(writer);
        schema["description"] = key.Standard is null ? key.Doc : $"{key.Doc} Default: {key.Standard}.";
        return schema;
    }

    private static Func<T, ScalarNode, Node, ProblemList, T> Reader<TValue>(ShapeOf<TValue> shape, Func<T, ScalarNode, TValue, T> set)
        where TValue : notnull =>
        (record, key, node, problems) => shape.TryRead(node, Wording.Quote(key.Value), problems, out TValue? value)
            ? set(record, key, value)
            : record;
}
