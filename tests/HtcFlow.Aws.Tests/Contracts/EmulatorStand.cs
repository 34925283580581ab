using HtcFlow.Aws.Calls;
using HtcFlow.Aws.Identity;
using HtcFlow.Aws.Signing;
using HtcFlow.AwsEmulator;
using HtcFlow.AwsEmulator.Options;

namespace HtcFlow.Aws.Tests.Contracts;

/// <summary>The ports before the emulator, over real HTTP and by the system's clock, with a service that makes nobody wait.</summary>
internal sealed class EmulatorStand : IAsyncDisposable
{
    public const string Region = "us-east-1";

    private readonly HttpMessageInvoker _http = new(AwsHttp.Open(bundle: null));

    private EmulatorStand(EmulatorHost host)
    {
        Host = host;
        Services = Open(new AwsOptions { Region = Region, Endpoint = host.Endpoint });
    }

    public EmulatorHost Host { get; }

    public AwsServices Services { get; }

    public static async Task<EmulatorStand> StartAsync(EmulatorOptions? options = null)
    {
        options ??= new EmulatorOptions();
        options.Habits.VisibilityLag = TimeSpan.Zero;
        options.Habits.SummaryLag = TimeSpan.Zero;
        options.Habits.QueueingTime = TimeSpan.Zero;
        options.Habits.StartingTime = TimeSpan.Zero;
        options.World.InstanceStart = TimeSpan.Zero;
        options.World.ScalePeriod = TimeSpan.FromMilliseconds(20);
        options.World.VirtualRunTime = TimeSpan.FromMilliseconds(20);
        return new EmulatorStand(await EmulatorHost.StartAsync(options, TimeProvider.System));
    }

    /// <summary>Opens other ports before the same emulator.</summary>
    public AwsServices Open(AwsOptions options, params AwsKeys[] keys) => AwsServices.Open(
        options, TimeProvider.System, new Random(1), _http,
        new StubCredentials(keys.Length > 0 ? keys : [new AwsKeys(AccessKeyOptions.DefaultId, AccessKeyOptions.DefaultSecret, null)]),
        new AwsSettings(options with { Profile = ServiceStand.NoProfile }, static _ => null, static () => null));

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        _http.Dispose();
    }
}
