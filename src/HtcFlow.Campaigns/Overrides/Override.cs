using HtcFlow.Campaigns.Shapes;
using HtcFlow.Campaigns.Yaml;

namespace HtcFlow.Campaigns.Overrides;

/// <summary>One <c>--set path=value</c>: puts a value into the tree before it is read.</summary>
internal sealed class Override
{
    /// <summary>What stands in place of a file name for problems of overrides.</summary>
    public const string FileName = "--set";

    private readonly string _text;
    private readonly int _ordinal;
    private readonly ProblemList _problems;
    private readonly string[] _path;

    private Override(string text, int ordinal, ProblemList problems, string[] path)
    {
        _text = text;
        _ordinal = ordinal;
        _problems = problems;
        _path = path;
    }

    /// <summary>Applies overrides in order; one that cannot be applied is reported and left out.</summary>
    public static Node Apply(Node root, Shape shape, IReadOnlyList<string> overrides, ProblemList problems)
    {
        for (int i = 0; i < overrides.Count; i++)
        {
            root = ApplyOne(root, shape, overrides[i], i + 1, problems);
        }

        return root;
    }

    private static Node ApplyOne(Node root, Shape shape, string text, int ordinal, ProblemList problems)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0)
        {
            problems.Error(new Place(FileName, ordinal, 1), $"{Wording.Quote(text)} is no override", "write path=value, for example stages.write.pack=20");
            return root;
        }

        // As long as a campaign, it would be a campaign; argument lists end far below.
        if (text.Length > SourceText.MaxCampaignBytes)
        {
            problems.Error(new Place(FileName, ordinal, 1), $"the override has {Wording.Size(text.Length)}", "put long values into the file");
            return root;
        }

        var change = new Override(text, ordinal, problems, text[..equals].Split('.'));
        string written = text[(equals + 1)..];
        if (!SourceText.Check(written, offset => change.At(equals + 1 + offset), problems))
        {
            return root;
        }

        var value = written.Trim().Length == 0
            ? new ScalarNode(change.At(equals + 1), "", false, -1)
            : YamlText.Read(written, problems, (_, column) => change.At(equals + column));
        return value is null ? root : change.Put(root, shape, 0, value) ?? root;
    }

    // Offsets count from 0, columns from 1.
    private Place At(int offset) => new(FileName, _ordinal, offset + 1);

    private Place PlaceOfSegment(int segment) => At(_path.Take(segment).Sum(part => part.Length + 1));

    private Node? Put(Node? node, Shape shape, int segment, Node value)
    {
        if (segment == _path.Length)
        {
            return value;
        }

        string key = _path[segment];
        if (node is ListNode list)
        {
            return PutItem(list, key, segment, value);
        }

        var map = node as MapNode;
        var child = map?.Find(key);
        if (shape.Child(key) is not { } childShape || (child is null && !shape.MayAdd(key)))
        {
            return Unknown(key, segment, map, shape);
        }

        var name = new ScalarNode(PlaceOfSegment(segment), key, true, key.Length);
        var changed = Put(child, childShape, segment + 1, value);
        return changed is null ? null : (map ?? new MapNode(PlaceOfSegment(segment), [])).With(name, changed);
    }

    private ListNode? PutItem(ListNode list, string key, int segment, Node value)
    {
        if (segment == _path.Length - 1 && int.TryParse(key, out int index) && index >= 0 && index < list.Items.Count)
        {
            return new ListNode(list.Place, [.. list.Items.Select((item, i) => i == index ? value : item)]);
        }

        _problems.Error(
            PlaceOfSegment(segment),
            $"{Wording.Quote(string.Join('.', _path.Take(segment)))} is a list of {Wording.Count(list.Items.Count, "value")}, and {Wording.Quote(key)} is none of them",
            "give its position from 0 as the last part of the path, or set the whole list");
        return null;
    }

    private MapNode? Unknown(string key, int segment, MapNode? map, Shape shape)
    {
        string where = segment == 0 ? "the campaign" : Wording.Quote(string.Join('.', _path.Take(segment)));
        string[] known = [.. (map?.Entries.Select(entry => entry.Key.Value) ?? []).Concat(shape.KnownKeys).Distinct()];
        _problems.Error(
            PlaceOfSegment(segment),
            $"{Wording.Quote(_text)}: there is no {Wording.Quote(key)} in {where}",
            Nearest.Advice(key, known, "set it as a whole, or add it to the file"));
        return null;
    }
}
