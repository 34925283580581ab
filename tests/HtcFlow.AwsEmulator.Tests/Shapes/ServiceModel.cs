using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using System.Xml.Linq;
using HtcFlow.Testing.S3;

namespace HtcFlow.AwsEmulator.Tests.Shapes;

/// <summary>The service model that Debian's python3-botocore carries, against which replies are checked member by member.</summary>
internal sealed class ServiceModel
{
    private const string Data = "/usr/lib/python3/dist-packages/botocore/data";

    // Of 2022: what the services have added since, and the documentation of 2026 describes.
    private static readonly string[] s_newer =
        ["ArrayPropertiesDetail.statusSummaryLastUpdatedAt", "JobDetail.isCancelled", "JobDetail.isTerminated", "ProcessorInfo.Manufacturer", "ProcessorInfo.manufacturer"];

    private static readonly string[] s_newerValues = ["SPOT_PRICE_CAPACITY_OPTIMIZED"];

    private static readonly ConcurrentDictionary<string, ServiceModel> s_read = new(StringComparer.Ordinal);

    private readonly JsonElement _root;

    private ServiceModel(JsonElement root) => _root = root;

    private JsonElement Shapes => _root.GetProperty("shapes");

    /// <summary>Reads the newest model of a service.</summary>
    /// <exception cref="EngineMissingException">The package is not installed.</exception>
    public static ServiceModel Read(string service) => s_read.GetOrAdd(service, ReadFile);

    private static ServiceModel ReadFile(string service)
    {
        string folder = Path.Combine(Data, service);
        if (!Directory.Exists(folder))
        {
            throw new EngineMissingException("python3-botocore is not installed; as root: scripts/setup.sh aws");
        }

        string path = Path.Combine(Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal).Last(), "service-2.json");
        using Stream file = File.Exists(path) ? File.OpenRead(path) : new GZipStream(File.OpenRead(path + ".gz"), CompressionMode.Decompress);
        using JsonDocument document = JsonDocument.Parse(file);
        return new ServiceModel(document.RootElement.Clone());
    }

    /// <summary>What is wrong with a reply in JSON.</summary>
    public IReadOnlyList<string> CheckJson(string operation, JsonElement reply)
    {
        List<string> problems = [];
        CheckJson(Output(operation), reply, operation, problems);
        return problems;
    }

    /// <summary>What is wrong with a reply in XML.</summary>
    public IReadOnlyList<string> CheckXml(string operation, XElement reply)
    {
        List<string> problems = [];
        XElement body = reply;
        if (_root.GetProperty("operations").GetProperty(operation).GetProperty("output").TryGetProperty("resultWrapper", out JsonElement wrapper))
        {
            body = reply.Elements().Single(element => element.Name.LocalName == wrapper.GetString());
        }

        CheckXml(Output(operation), body, operation, problems, isRoot: true);
        return problems;
    }

    /// <summary>Whether an operation declares an error.</summary>
    public bool Declares(string operation, string error) =>
        _root.GetProperty("operations").GetProperty(operation).TryGetProperty("errors", out JsonElement errors)
        && errors.EnumerateArray().Any(one => one.GetProperty("shape").GetString() == error);

    private string Output(string operation) => _root.GetProperty("operations").GetProperty(operation).GetProperty("output").GetProperty("shape").GetString()!;

    private void CheckJson(string shapeName, JsonElement value, string at, List<string> problems)
    {
        JsonElement shape = Shapes.GetProperty(shapeName);
        string type = shape.GetProperty("type").GetString()!;
        if (!IsKind(type, value.ValueKind))
        {
            problems.Add($"{at} is {value.ValueKind}, not {type}");
            return;
        }

        switch (type)
        {
            case "structure":
                foreach (JsonProperty member in value.EnumerateObject())
                {
                    if (Member(shape, member.Name) is { } known)
                    {
                        CheckJson(known, member.Value, $"{at}.{member.Name}", problems);
                    }
                    else if (!s_newer.Contains($"{shapeName}.{member.Name}"))
                    {
                        problems.Add($"{at}.{member.Name} is no member of {shapeName}");
                    }
                }

                problems.AddRange(Required(shape).Where(name => !value.TryGetProperty(name, out _)).Select(name => $"{at}.{name} is missing"));
                break;
            case "list":
                foreach (JsonElement item in value.EnumerateArray())
                {
                    CheckJson(shape.GetProperty("member").GetProperty("shape").GetString()!, item, at + "[]", problems);
                }

                break;
            case "map":
                foreach (JsonProperty pair in value.EnumerateObject())
                {
                    CheckJson(shape.GetProperty("value").GetProperty("shape").GetString()!, pair.Value, $"{at}[{pair.Name}]", problems);
                }

                break;
            case "string":
                CheckValue(shape, value.GetString()!, at, problems);
                break;
        }
    }

    private void CheckXml(string shapeName, XElement value, string at, List<string> problems, bool isRoot = false)
    {
        JsonElement shape = Shapes.GetProperty(shapeName);
        switch (shape.GetProperty("type").GetString())
        {
            case "structure":
                foreach (XElement member in value.Elements())
                {
                    if (MemberAt(shape, member.Name.LocalName) is { } known)
                    {
                        CheckXml(known, member, $"{at}.{member.Name.LocalName}", problems);
                    }
                    else if (!(isRoot && member.Name.LocalName == "requestId") && !s_newer.Contains($"{shapeName}.{member.Name.LocalName}"))
                    {
                        problems.Add($"{at}.{member.Name.LocalName} is no member of {shapeName}");
                    }
                }

                break;
            case "list":
                JsonElement item = shape.GetProperty("member");
                string name = item.TryGetProperty("locationName", out JsonElement given) ? given.GetString()! : _root.GetProperty("metadata").GetProperty("protocol").GetString() == "ec2" ? "item" : "member";
                problems.AddRange(value.Elements().Where(element => element.Name.LocalName != name).Select(element => $"{at}.{element.Name.LocalName} is no {name}"));
                foreach (XElement element in value.Elements())
                {
                    CheckXml(item.GetProperty("shape").GetString()!, element, at + "[]", problems);
                }

                break;
            case var scalar:
                CheckScalar(shape, scalar!, value.Value, at, problems);
                break;
        }
    }

    private static void CheckScalar(JsonElement shape, string type, string text, string at, List<string> problems)
    {
        bool isGood = type switch
        {
            "boolean" => text is "true" or "false",
            "integer" or "long" => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
            "double" or "float" => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _),
            "timestamp" => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _),
            _ => true,
        };
        if (!isGood)
        {
            problems.Add($"{at} is '{text}', no {type}");
        }

        CheckValue(shape, text, at, problems);
    }

    private static void CheckValue(JsonElement shape, string text, string at, List<string> problems)
    {
        if (shape.TryGetProperty("enum", out JsonElement values) && !s_newerValues.Contains(text)
            && values.EnumerateArray().All(value => value.GetString() != text))
        {
            problems.Add($"{at} is '{text}', which is none of its values");
        }
    }

    private static bool IsKind(string type, JsonValueKind kind) => type switch
    {
        "structure" or "map" => kind == JsonValueKind.Object,
        "list" => kind == JsonValueKind.Array,
        "string" => kind == JsonValueKind.String,
        "boolean" => kind is JsonValueKind.True or JsonValueKind.False,
        _ => kind == JsonValueKind.Number,
    };

    private static string? Member(JsonElement shape, string name) =>
        shape.GetProperty("members").TryGetProperty(name, out JsonElement member) ? member.GetProperty("shape").GetString() : null;

    private static string? MemberAt(JsonElement shape, string name) => shape.GetProperty("members").EnumerateObject()
        .Where(member => (member.Value.TryGetProperty("locationName", out JsonElement given) ? given.GetString() : member.Name) == name)
        .Select(static member => member.Value.GetProperty("shape").GetString())
        .FirstOrDefault();

    private static IEnumerable<string> Required(JsonElement shape) =>
        shape.TryGetProperty("required", out JsonElement names) ? names.EnumerateArray().Select(static name => name.GetString()!) : [];
}
