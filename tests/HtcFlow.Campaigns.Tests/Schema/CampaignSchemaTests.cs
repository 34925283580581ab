using System.Text.Json.Nodes;
using HtcFlow.Campaigns.Yaml;
using HtcFlow.Core.Ids;
using HtcFlow.Testing;

namespace HtcFlow.Campaigns.Tests.Schema;

public sealed class CampaignSchemaTests
{
    private static readonly JsonObject s_schema = JsonNode.Parse(CampaignSchema.Text())!.AsObject();

    public static TheoryData<string> SampleNames => [.. Sample.Names];

    [Theory]
    [MemberData(nameof(SampleNames))]
    public void Text_Samples_AreValid(string name) => AssertAgree(Sample.Text(name), mustBeSound: true);

    [Fact]
    public void Text_ExampleOfTheDocumentation_IsValid() => AssertAgree(Sample.FromDocumentation(), mustBeSound: true);

    // Every scalar of every sample is replaced by values of every kind: reader and schema must judge each result alike.
    [Theory]
    [MemberData(nameof(SampleNames))]
    public void Text_MutatedSamples_AreJudgedAsByTheReader(string name)
    {
        string[] values = ["[]", "{}", "[x]", "{x: y}", "word", "\"20\"", "12", "0", "-1", "1.5", "true", "~", "512MiB", "1..3", "2%", "\"\"", "all", "10m", "{like: a}"];
        var root = Tree(Sample.Text(name));
        foreach (var mutant in Positions(root).SelectMany(path => values.Select(value => Replace(root, path, 0, Tree(value)))))
        {
            AssertAgree(Yaml(mutant), mustBeSound: false);
        }
    }

    [Theory]
    [MemberData(nameof(SampleNames))]
    public void Text_SamplesWithAMisspeltOrMissingKey_AreJudgedAsByTheReader(string name)
    {
        var root = Tree(Sample.Text(name));
        foreach (var path in Positions(root).Where(path => path.Length > 0))
        {
            AssertAgree(Yaml(Rename(root, path, 0, "q?")), mustBeSound: false);
            AssertAgree(Yaml(Rename(root, path, 0, null)), mustBeSound: false);
        }
    }

    [Fact]
    public void Text_Keys_AreAllInTheDocumentation()
    {
        string documentation = Sample.Documentation();
        string[] keys = [.. s_schema["$defs"]!.AsObject()
            .SelectMany(definition => definition.Value!["properties"]?.AsObject().Select(property => property.Key) ?? [])
            .Distinct()];

        Assert.Contains("listed-in", keys);
        Assert.DoesNotContain(keys, key => !documentation.Contains($"`{key}`", StringComparison.Ordinal));
    }

    [Fact]
    public void Text_IsWhatWasReviewed() => Snapshot.Match(CampaignSchema.Text());

    [Theory]
    [InlineData("a")]
    [InlineData("a-b")]
    [InlineData("a-")]
    [InlineData("-a")]
    [InlineData("1a")]
    [InlineData("A")]
    [InlineData("a123456789a123456789a123456789a123456789")]
    [InlineData("a123456789a123456789a123456789a123456789b")]
    public void NamePattern_Name_AgreesWithTheCore(string name) => Assert.Equal(
        CampaignName.IsValid(name), System.Text.RegularExpressions.Regex.IsMatch(name, Shapes.Scalars.NamePattern));

    private static void AssertAgree(string text, bool mustBeSound)
    {
        var problems = new ProblemList("campaign.yaml");
        CampaignReader.ReadDraft(text, "campaign.yaml", [], problems);
        var broken = new MiniValidator(s_schema).Validate(YamlAsJson.Of(Tree(text)));
        bool agree = problems.HasErrors == (broken.Count > 0);
        string report = $"{text}\nreader:\n{string.Join('\n', problems.InOrder())}\nschema:\n{string.Join('\n', broken)}";
        Assert.True(agree && !(mustBeSound && problems.HasErrors), report);
    }

    private static Node Tree(string text) =>
        YamlText.Read(text, new ProblemList("x"), (line, column) => new Place("x", line, column))!;

    // JSON is YAML; quotes keep what is a text a text.
    private static string Yaml(Node node) => node switch
    {
        MapNode map => "{" + string.Join(", ", map.Entries.Select(entry => $"{Quote(entry.Key.Value)}: {Yaml(entry.Value)}")) + "}",
        ListNode list => "[" + string.Join(", ", list.Items.Select(Yaml)) + "]",
        ScalarNode { IsPlain: true, Value: var value } when value.Length == 0 || value.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '%' or '~') => value.Length == 0 ? "~" : value,
        _ => Quote(((ScalarNode)node).Value),
    };

    private static string Quote(string text) => "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";

    private static IEnumerable<int[]> Positions(Node node)
    {
        yield return [];
        var children = node switch
        {
            MapNode map => map.Entries.Select(entry => entry.Value),
            ListNode list => list.Items,
            _ => [],
        };
        foreach (var (child, i) in children.Select((child, i) => (child, i)))
        {
            foreach (int[] rest in Positions(child))
            {
                yield return [i, .. rest];
            }
        }
    }

    private static Node Replace(Node node, int[] path, int depth, Node value) => depth == path.Length ? value : node switch
    {
        MapNode map => new MapNode(map.Place, [.. map.Entries.Select((entry, i) =>
            i == path[depth] ? KeyValuePair.Create(entry.Key, Replace(entry.Value, path, depth + 1, value)) : entry)]),
        ListNode list => new ListNode(list.Place, [.. list.Items.Select((item, i) => i == path[depth] ? Replace(item, path, depth + 1, value) : item)]),
        _ => node,
    };

    private static Node Rename(Node node, int[] path, int depth, string? name) => node switch
    {
        MapNode map => new MapNode(map.Place, [.. map.Entries.SelectMany((entry, i) => i != path[depth]
            ? [entry]
            : depth < path.Length - 1
                ? [KeyValuePair.Create(entry.Key, Rename(entry.Value, path, depth + 1, name))]
                : name is null
                    ? Array.Empty<KeyValuePair<ScalarNode, Node>>()
                    : [KeyValuePair.Create(new ScalarNode(entry.Key.Place, name, true, 0), entry.Value)])]),
        ListNode list => new ListNode(list.Place, [.. list.Items.SelectMany((item, i) => i != path[depth]
            ? [item]
            : depth < path.Length - 1 ? [Rename(item, path, depth + 1, name)] : name is null ? Array.Empty<Node>() : [item])]),
        _ => node,
    };
}
