using HtcFlow.Aws.Identity;
using HtcFlow.Aws.Signing;
using HtcFlow.Testing;

namespace HtcFlow.Aws.Tests;

/// <summary>The ports before a stub, in fake time.</summary>
internal sealed class ServiceStand : IDisposable
{
    public const string Secret = "secretsecretsecret";
    public const string Token = "tokentokentoken";
    public const string NoProfile = "htcflow-tests-none";

    private readonly HttpMessageInvoker _http;

    public ServiceStand(StubService service, params AwsKeys[] keys)
    {
        Service = service;
        _http = new HttpMessageInvoker(service);
        Credentials = new StubCredentials(keys.Length > 0 ? keys : [new AwsKeys("AKIDEXAMPLE", Secret, Token)]);
        // No profile: the machine may have settings of its own.
        var options = new AwsOptions { Region = "eu-west-1", Profile = NoProfile };
        Services = AwsServices.Open(options, Time, new Random(1), _http, Credentials, new AwsSettings(options, static _ => null, static () => null));
    }

    public FakeTimeProvider Time { get; } = new();

    public StubService Service { get; }

    public StubCredentials Credentials { get; }

    public AwsServices Services { get; }

    /// <summary>Lets a call come to its end.</summary>
    public Task<T> RunAsync<T>(Func<AwsServices, CancellationToken, Task<T>> call) =>
        Pump.RunAsync(call(Services, TestContext.Current.CancellationToken), Time);

    /// <summary>Lets a call come to its end.</summary>
    public Task RunAsync(Func<AwsServices, CancellationToken, Task> call) => Pump.RunAsync(call(Services, TestContext.Current.CancellationToken), Time);

    public void Dispose()
    {
        _http.Dispose();
        Service.Dispose();
    }
}
