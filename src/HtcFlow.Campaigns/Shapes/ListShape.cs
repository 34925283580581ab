using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using HtcFlow.Campaigns.Yaml;

namespace HtcFlow.Campaigns.Shapes;

/// <summary>A list of values of one shape.</summary>
/// <param name="item">Shape of an item.</param>
/// <param name="expected">What to write.</param>
/// <param name="least">Least number of items.</param>
internal sealed class ListShape<T>(ShapeOf<T> item, string expected, int least) : ShapeOf<IReadOnlyList<T>>
    where T : notnull
{
    public override string Expected => expected;

    public override JsonObject Schema(SchemaWriter writer)
    {
        var schema = new JsonObject { ["type"] = "array", ["items"] = item.Schema(writer) };
        if (least > 0)
        {
            schema["minItems"] = least;
        }

        return schema;
    }

    public override bool Fits(Node node) => node is ListNode;

    protected override bool TryReadPresent(
        Node node, string subject, ProblemList problems, [MaybeNullWhen(false)] out IReadOnlyList<T> value)
    {
        if (node is not ListNode list)
        {
            return node is ScalarNode scalar
                ? AskForList(scalar, subject, problems, out value)
                : Mismatch(node, subject, problems, out value);
        }

        if (list.Items.Count < least)
        {
            problems.Error(node.Place, $"{subject} is an empty list", $"write {expected}");
            value = null;
            return false;
        }

        bool isWhole = true;
        var items = new List<T>(list.Items.Count);
        for (int i = 0; i < list.Items.Count; i++)
        {
            if (item.TryRead(list.Items[i], $"item {i + 1} of {subject}", problems, out T? read))
            {
                items.Add(read);
            }
            else
            {
                isWhole = false;
            }
        }

        // A list with gaps would be checked against rules that its author did not break.
        value = isWhole ? items : null;
        return isWhole;
    }

    private static bool AskForList(
        ScalarNode scalar, string subject, ProblemList problems, [MaybeNullWhen(false)] out IReadOnlyList<T> value)
    {
        string[] words = scalar.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        string list = words.Length is 0 or > 8 || scalar.Value.Length > 60 ? "[a, b]" : $"[{string.Join(", ", words)}]";
        problems.Error(scalar.Place, $"{subject} is the text {Wording.Quote(scalar.Value)}", $"write a list: {list}");
        value = null;
        return false;
    }
}
