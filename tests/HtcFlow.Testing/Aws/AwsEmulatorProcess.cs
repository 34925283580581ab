using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace HtcFlow.Testing.Aws;

/// <summary>The emulator of AWS as a program of its own, with real jobs; stopped with its owner in whatever way that ends.</summary>
public sealed class AwsEmulatorProcess : IDisposable
{
    private readonly HttpClient _client = new();
    private readonly TempDirectory _directory = new();
    private readonly string _state;

    /// <summary>Starts one; within a second where it is built.</summary>
    /// <param name="options">Its options, written as JSON.</param>
    public AwsEmulatorProcess(object options)
    {
        _state = _directory.At("aws");
        File.WriteAllText(_directory.At("options.json"), JsonSerializer.Serialize(options, JsonSerializerOptions.Web));
        var environment = new Dictionary<string, string>
        {
            ["AWS_OWNER"] = Environment.ProcessId.ToString(CultureInfo.InvariantCulture),
        };
        Endpoint = new Uri(EngineProcess.Up("aws-up.sh", _state, environment, "--options", _directory.At("options.json"))["AWS_ENDPOINT_URL"]);
    }

    /// <summary>Where it listens, for example <c>http://127.0.0.1:12345</c>.</summary>
    public Uri Endpoint { get; }

    /// <summary>What the elements said that ran last, each by the name of its run.</summary>
    public string LastWords(int files) => string.Join('\n', new DirectoryInfo(Path.Combine(_state, "elements", "jobs")).EnumerateFiles("*.log")
        .OrderByDescending(static file => file.LastWriteTimeUtc)
        .Take(files)
        .Select(static file => $"{file.Name}: {string.Join(" | ", File.ReadAllLines(file.FullName).TakeLast(3))}"));

    /// <summary>Sends a request to the control endpoint.</summary>
    /// <param name="method">Method.</param>
    /// <param name="path">Path below it, such as <c>storm</c>.</param>
    /// <param name="body">Body; null for none.</param>
    public JsonElement Control(string method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(Endpoint, "/emulator/" + path))
        {
            Content = body is null ? null : JsonContent.Create(body),
        };
        using HttpResponseMessage reply = _client.Send(request);
        using var reader = new StreamReader(reply.Content.ReadAsStream());
        string text = reader.ReadToEnd();
        return reply.IsSuccessStatusCode ? JsonDocument.Parse(text).RootElement : throw new InvalidOperationException($"{method} {path}: {reply.StatusCode} {text}");
    }

    /// <summary>How many calls ended in some way, of all operations.</summary>
    /// <param name="is">Says of the name of an end whether it counts; <c>ok</c> is one of them.</param>
    public long Calls(Func<string, bool> @is) => Control("GET", "calls").EnumerateObject()
        .SelectMany(static operation => operation.Value.EnumerateObject())
        .Where(end => @is(end.Name))
        .Sum(static end => end.Value.GetInt64());

    /// <inheritdoc/>
    public void Dispose()
    {
        EngineProcess.Run(EngineProcess.Script("aws-down.sh"), [_state], []);
        _client.Dispose();
        _directory.Dispose();
    }
}
