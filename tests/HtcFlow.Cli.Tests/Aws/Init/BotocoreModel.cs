using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using HtcFlow.Testing.S3;

namespace HtcFlow.Cli.Tests.Aws.Init;

/// <summary>The model of a service that Debian's python3-botocore carries, with which properties of CloudFormation share their names but for the first letter.</summary>
internal sealed class BotocoreModel
{
    private const string Data = "/usr/lib/python3/dist-packages/botocore/data";

    private static readonly ConcurrentDictionary<string, BotocoreModel> s_read = new(StringComparer.Ordinal);

    private readonly JsonElement _shapes;

    private BotocoreModel(JsonElement shapes) => _shapes = shapes;

    /// <summary>Reads the newest model of a service.</summary>
    /// <exception cref="EngineMissingException">The package is not installed.</exception>
    public static BotocoreModel Read(string service) => s_read.GetOrAdd(service, static name =>
    {
        string folder = Path.Combine(Data, name);
        if (!Directory.Exists(folder))
        {
            throw new EngineMissingException("python3-botocore is not installed; as root: scripts/setup.sh aws");
        }

        string path = Path.Combine(Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal).Last(), "service-2.json");
        using Stream file = File.Exists(path) ? File.OpenRead(path) : new GZipStream(File.OpenRead(path + ".gz"), CompressionMode.Decompress);
        using JsonDocument document = JsonDocument.Parse(file);
        return new BotocoreModel(document.RootElement.GetProperty("shapes").Clone());
    });

    /// <summary>Properties that a shape has not, but for those that are CloudFormation's own.</summary>
    public IEnumerable<string> Unknown(string shapeName, JsonObject properties, IReadOnlyCollection<string> own) =>
        Unknown(shapeName, new JsonObject(properties.Where(pair => !own.Contains(pair.Key)).Select(static pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone()))), shapeName);

    private IEnumerable<string> Unknown(string shapeName, JsonNode? value, string at)
    {
        JsonElement shape = _shapes.GetProperty(shapeName);
        string type = shape.GetProperty("type").GetString()!;
        if (value is JsonObject call && call.Count == 1 && (call.First().Key == "Ref" || call.First().Key.StartsWith("Fn::", StringComparison.Ordinal)))
        {
            return type is "structure" or "list" ? [$"{at} is computed, not a {type}"] : [];
        }

        return (type, value) switch
        {
            ("structure", JsonObject whole) => whole.SelectMany(pair => MemberOf(shape, pair.Key) is { } member
                ? Unknown(member, pair.Value, $"{at}.{pair.Key}")
                : [$"{at}.{pair.Key} is no member of {shapeName}"]),
            ("list", JsonArray list) => list.SelectMany((item, i) => Unknown(shape.GetProperty("member").GetProperty("shape").GetString()!, item, $"{at}[{i}]")),
            ("map", JsonObject) => [],
            ("structure" or "list" or "map", _) => [$"{at} is no {type}"],
            (_, JsonValue) => [],

            // A document that the service takes as text stands as JSON in a template.
            ("string", JsonObject) when at.EndsWith("Document", StringComparison.Ordinal) => [],
            _ => [$"{at} is no {type}"],
        };
    }

    private static string? MemberOf(JsonElement shape, string name) => shape.GetProperty("members").EnumerateObject()
        .Where(member => string.Equals(member.Name, name, StringComparison.OrdinalIgnoreCase))
        .Select(static member => member.Value.GetProperty("shape").GetString())
        .FirstOrDefault();
}
