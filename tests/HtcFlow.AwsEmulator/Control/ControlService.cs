using System.Text.Json;
using System.Text.Json.Nodes;
using HtcFlow.AwsEmulator.Batch;
using HtcFlow.AwsEmulator.Billing;
using HtcFlow.AwsEmulator.Http;
using HtcFlow.AwsEmulator.Options;
using HtcFlow.AwsEmulator.Signing;
using HtcFlow.AwsEmulator.World;

namespace HtcFlow.AwsEmulator.Control;

/// <summary>What people and tests ask of the emulator itself, below <c>/emulator/</c>; unsigned.</summary>
internal sealed class ControlService
{
    private const string Root = "/emulator";

    private static readonly JsonSerializerOptions s_writing = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly Emulator _emulator;
    private readonly CallBook _calls;
    private readonly Dictionary<string, Func<JsonElement, JsonNode?>> _routes;

    public ControlService(Emulator emulator, CallBook calls)
    {
        _emulator = emulator;
        _calls = calls;
        var machines = new MachineControl(emulator);
        var resources = new ResourceControl(emulator);
        _routes = new(StringComparer.Ordinal)
        {
            ["GET "] = _ => Overview(),
            ["GET options"] = _ => JsonSerializer.SerializeToNode(WithoutSecrets(), s_writing),
            ["PUT options"] = body => Patch(emulator.Options, body),
            ["PUT weather"] = body => Patch(emulator.Options.Weather, body),
            ["PUT habits"] = body => Patch(emulator.Options.Habits, body),
            ["PUT limits"] = body => Patch(emulator.Options.Limits, body),
            ["PUT world"] = body => Patch(emulator.Options.World, body),
            ["GET calls"] = _ => JsonSerializer.SerializeToNode(_calls.Counts, s_writing),
            ["DELETE calls"] = _ => Clear(),
            ["GET bill"] = _ => Bill(),
            ["GET instances"] = _ => machines.List(),
            ["POST reclaim"] = machines.Reclaim,
            ["POST rebalance"] = machines.Rebalance,
            ["POST storm"] = machines.Storm,
            ["POST price"] = machines.Price,
            ["POST capacity"] = machines.Capacity,
            ["GET queues"] = _ => resources.Queues(),
            ["POST queue"] = resources.Queue,
            ["POST environment"] = resources.Environment,
            ["POST definition"] = resources.Definition,
            ["POST image"] = resources.Image,
            ["POST permission"] = resources.Permission,
            ["DELETE permission"] = resources.Restore,
            ["POST key"] = resources.Key,
        };
    }

    /// <summary>Whether a path is one of these.</summary>
    public static bool Owns(string path) => path == Root || path.StartsWith(Root + "/", StringComparison.Ordinal);

    /// <summary>Answers a request.</summary>
    public Reply Answer(SignedRequest request)
    {
        string route = $"{request.Method} {request.Path[Root.Length..].Trim('/')}";
        if (!_routes.TryGetValue(route, out Func<JsonElement, JsonNode?>? answer))
        {
            return Write(404, new JsonObject { ["message"] = $"There is no {route}; there are: {string.Join(", ", _routes.Keys)}." });
        }

        try
        {
            JsonElement body = JsonProtocol.Read(request.Body);
            return Write(200, _emulator.Agenda.Do(() => answer(body)));
        }
        catch (Exception e) when (e is FormatException or ServiceFault)
        {
            return Write(400, new JsonObject { ["message"] = e.Message });
        }
    }

    private static Reply Write(int status, JsonNode? body) =>
        new(status, "application/json", JsonSerializer.SerializeToUtf8Bytes(body, s_writing));

    private JsonObject Overview() => new()
    {
        ["endpoint"] = _emulator.Endpoint,
        ["now"] = JsonValue.Create(_emulator.Agenda.Now),
        ["waiting"] = _emulator.Agenda.Waiting,
        ["regions"] = new JsonObject(_emulator.Regions.Values.Select(static region => KeyValuePair.Create<string, JsonNode?>(region.Name, new JsonObject
        {
            ["jobs"] = region.Jobs.Count,
            ["instances"] = region.Fleet.Instances.Count(static instance => instance.State < InstanceState.Terminated),
            ["queues"] = new JsonArray([.. region.Queues.Keys.Select(static name => (JsonNode)name)]),
        }))),
    };

    private JsonObject Bill()
    {
        IReadOnlyList<BillLine> lines = Accountant.Bill(_emulator);
        return new JsonObject
        {
            ["dollars"] = lines.Sum(static line => line.Dollars),
            ["lines"] = JsonSerializer.SerializeToNode(lines, s_writing),
        };
    }

    private JsonObject Clear()
    {
        _calls.Clear();
        return [];
    }

    private JsonObject Patch(object part, JsonElement body)
    {
        if (body.ValueKind == JsonValueKind.Object)
        {
            OptionPatch.Apply(part, body);
        }

        foreach (Region region in _emulator.Regions.Values)
        {
            region.Fleet.Wake();
        }

        return [];
    }

    // The keys are told when the emulator starts, not to whoever can reach the port.
    private JsonObject WithoutSecrets()
    {
        JsonObject options = JsonSerializer.SerializeToNode(_emulator.Options, s_writing)!.AsObject();
        options.Remove("keys");
        return options;
    }

    /// <summary>The regions that a request names, or all.</summary>
    internal static IEnumerable<Region> RegionsOf(Emulator emulator, JsonElement body) => body.Text("region") is { } name
        ? [emulator.Regions.GetValueOrDefault(name) ?? throw new FormatException($"There is no region '{name}'.")]
        : emulator.Regions.Values;

    /// <summary>A span such as <c>00:05:00</c>, or what is usual.</summary>
    internal static TimeSpan Span(JsonElement body, string name, TimeSpan usual) => body.Text(name) switch
    {
        null => usual,
        var text when TimeSpan.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out TimeSpan span) && span >= TimeSpan.Zero => span,
        var text => throw new FormatException($"The {name} is '{text}'; write it as 00:05:00."),
    };
}
