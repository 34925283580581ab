using System.Net;
using System.Text.Json;
using HtcFlow.AwsEmulator.Billing;
using HtcFlow.AwsEmulator.Control;
using HtcFlow.AwsEmulator.Http;
using HtcFlow.AwsEmulator.Jobs;
using HtcFlow.AwsEmulator.Metadata;
using HtcFlow.AwsEmulator.Options;
using HtcFlow.AwsEmulator.Signing;
using HtcFlow.AwsEmulator.World;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HtcFlow.AwsEmulator;

/// <summary>A running emulator: HTTP on 127.0.0.1, one endpoint for all regions and one for each.</summary>
/// <remarks>Owner: whoever started it, who disposes it. Nothing survives its end but files of elements that ran for real.</remarks>
public sealed class EmulatorHost : IAsyncDisposable
{
    // Requests that are never answered must not hold up the end.
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(200);

    private readonly WebApplication _web;
    private readonly Emulator _emulator;
    private readonly Front _front;
    private readonly MetadataService _metadata;
    private readonly ControlService _control;
    private readonly Dictionary<int, string> _regionOfPort = [];
    private readonly Dictionary<string, Uri> _endpoints = new(StringComparer.Ordinal);

    private EmulatorHost(WebApplication web, Emulator emulator)
    {
        _web = web;
        _emulator = emulator;
        _front = new Front(emulator);
        _metadata = new MetadataService(emulator);
        _control = new ControlService(emulator, _front.Calls);
    }

    /// <summary>Endpoint of all services in all regions.</summary>
    public Uri Endpoint { get; private set; } = new("http://127.0.0.1");

    /// <summary>The options, of which the parts that are classes of their own may be changed while it runs.</summary>
    public EmulatorOptions Options => _emulator.Options;

    /// <summary>Starts an emulator.</summary>
    /// <param name="options">What it is told.</param>
    /// <param name="time">Its clock.</param>
    public static async Task<EmulatorHost> StartAsync(EmulatorOptions options, TimeProvider time)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, options.Port);
            foreach (string _ in options.Regions)
            {
                kestrel.Listen(IPAddress.Loopback, 0);
            }
        });
        builder.Services.Configure<HostOptions>(static settings => settings.ShutdownTimeout = s_patience);
        builder.Services.AddLogging(static logging => logging.SetMinimumLevel(LogLevel.None));
        var host = new EmulatorHost(builder.Build(), new Emulator(options, time));
        host._web.Run(host.AnswerAsync);
        await host._web.StartAsync().ConfigureAwait(false);
        host.ReadAddresses();
        return host;
    }

    /// <summary>Endpoint of one region, which refuses signatures for any other.</summary>
    public Uri EndpointOf(string region) => _endpoints[region];

    /// <summary>What the instances have cost up to now.</summary>
    public IReadOnlyList<BillLine> Bill() => _emulator.Agenda.Do(() => Accountant.Bill(_emulator));

    /// <summary>Asks the control endpoint from within the process.</summary>
    /// <param name="method">Method such as POST.</param>
    /// <param name="path">Path below <c>/emulator/</c>.</param>
    /// <param name="body">What is serialised as the request; null for nothing.</param>
    /// <exception cref="InvalidOperationException">It was refused.</exception>
    public JsonElement Control(string method, string path, object? body = null)
    {
        byte[] bytes = body is null ? [] : JsonSerializer.SerializeToUtf8Bytes(body);
        Reply reply = _control.Answer(new SignedRequest(method, "/emulator/" + path, "", new Dictionary<string, string>(), bytes));
        using JsonDocument answer = JsonDocument.Parse(reply.Body);
        return reply.Status == 200 ? answer.RootElement.Clone() : throw new InvalidOperationException(answer.RootElement.GetProperty("message").GetString());
    }

    /// <summary>Waits until a job, an array as a whole, or a child reaches a state.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="status">State such as RUNNING; of an array as a whole only SUCCEEDED or FAILED.</param>
    public Task ReachedAsync(string id, string status) => _emulator.Agenda.Do(() =>
    {
        JobStatus wanted = StatusNames.Read(status) ?? throw new ArgumentException($"There is no state '{status}'.", nameof(status));
        (Job? job, int index) = _emulator.Regions.Values.Select(region => region.Jobs.FindElement(id)).FirstOrDefault(static found => found.Job is not null);
        if (job is null)
        {
            throw new ArgumentException($"There is no job '{id}'.", nameof(id));
        }

        JobStatus now = index >= 0 || job.Size == 0 ? job.Children.Status[Math.Max(0, index)]
            : job.IsOver ? job.Live(JobStatus.Failed) > 0 ? JobStatus.Failed : JobStatus.Succeeded : JobStatus.Pending;
        return now == wanted ? Task.CompletedTask : _emulator.Watches.Add(id, wanted);
    });

    /// <summary>Waits until the process is asked to end.</summary>
    public Task WaitAsync() => _web.WaitForShutdownAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _web.DisposeAsync().ConfigureAwait(false);
        await _emulator.Executor.DisposeAsync().ConfigureAwait(false);
        _emulator.Agenda.Dispose();
    }

    private void ReadAddresses()
    {
        string[] addresses = [.. _web.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses];
        Endpoint = new Uri(addresses[0]);
        _emulator.Endpoint = addresses[0].TrimEnd('/');
        for (int at = 0; at < Options.Regions.Length; at++)
        {
            var endpoint = new Uri(addresses[at + 1]);
            _endpoints[Options.Regions[at]] = endpoint;
            _regionOfPort[endpoint.Port] = Options.Regions[at];
        }
    }

    private async Task AnswerAsync(HttpContext http)
    {
        SignedRequest request = await ReadAsync(http).ConfigureAwait(false);
        if (MetadataService.Owns(request.Path) && _metadata.IsSilent)
        {
            await WaitForEndAsync(http).ConfigureAwait(false);
            return;
        }

        Reply? reply = MetadataService.Owns(request.Path) ? _metadata.Answer(request)
            : ControlService.Owns(request.Path) ? _control.Answer(request)
            : _front.Answer(request, _regionOfPort.GetValueOrDefault(http.Connection.LocalPort));
        if (reply is null)
        {
            http.Abort();
            return;
        }

        http.Response.StatusCode = reply.Status;
        http.Response.ContentType = reply.ContentType;
        http.Response.ContentLength = reply.Body.Length;
        http.Response.Headers["x-amzn-RequestId"] = http.TraceIdentifier;
        http.Response.Headers.Date = _emulator.ServiceNow.ToString("r", System.Globalization.CultureInfo.InvariantCulture);
        if (reply.Error is { } error)
        {
            http.Response.Headers["x-amzn-errortype"] = error;
        }

        await http.Response.Body.WriteAsync(reply.Body, http.RequestAborted).ConfigureAwait(false);
    }

    // The caller gives up, or the emulator ends.
    private async Task WaitForEndAsync(HttpContext http)
    {
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration gone = http.RequestAborted.Register(() => end.TrySetResult());
        using CancellationTokenRegistration over = _web.Lifetime.ApplicationStopping.Register(() => end.TrySetResult());
        await end.Task.ConfigureAwait(false);
        http.Abort();
    }

    private static async Task<SignedRequest> ReadAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted).ConfigureAwait(false);
        var headers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string name, Microsoft.Extensions.Primitives.StringValues values) in http.Request.Headers)
        {
#pragma warning disable CA1308 // canonical requests have lower-case names
            headers[name.ToLowerInvariant()] = string.Join(',', (IEnumerable<string?>)values);
#pragma warning restore CA1308
        }

        string[] target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?', 2);
        return new SignedRequest(http.Request.Method, target[0], target.Length > 1 ? target[1] : "", headers, body.ToArray());
    }
}
