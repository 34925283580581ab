using HtcFlow.Aws.Identity;
using HtcFlow.Core.Ports;
using HtcFlow.Testing;

namespace HtcFlow.Aws.Tests.Identity;

/// <summary>The usual search for keys, link by link, as a process meets it.</summary>
[Collection(EnvironmentCollection.Name)]
public sealed class CredentialChainTests : IAsyncDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly KeyServer _server = new();
    private readonly List<(string Name, string? Before)> _changed = [];

    public CredentialChainTests()
    {
        foreach (string name in Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(static name => name.StartsWith("AWS_", StringComparison.Ordinal)).ToArray())
        {
            Set(name, null);
        }

        Set("AWS_SHARED_CREDENTIALS_FILE", NoProfiles.Path);
        Set("AWS_CONFIG_FILE", NoProfiles.Path);
        Set("AWS_EC2_METADATA_DISABLED", "true");
        Set(InstanceService.Variable, InstanceService.Address);
        Set("AWS_REGION", "eu-west-1");
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetAsync_Environment_IsFirst()
    {
        Set("AWS_ACCESS_KEY_ID", "AKIDENVIRONMENT");
        Set("AWS_SECRET_ACCESS_KEY", "s");
        Set("AWS_SESSION_TOKEN", "t");
        Set("AWS_CONTAINER_CREDENTIALS_FULL_URI", _server.Address + "/agent");
        Assert.Equal("AKIDENVIRONMENT", await KeyAsync());
    }

    [Fact]
    public async Task GetAsync_WebIdentity_AsksSts()
    {
        Set("AWS_WEB_IDENTITY_TOKEN_FILE", _directory.Write("token", "eyJ"));
        Set("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/r");
        Set("AWS_ROLE_SESSION_NAME", "session");
        Set("AWS_ENDPOINT_URL_STS", _server.Address);
        Assert.Equal("ASIAWEB", await KeyAsync());
    }

    [Fact]
    public async Task GetAsync_Container_AsksItsAgent()
    {
        Set("AWS_CONTAINER_CREDENTIALS_FULL_URI", _server.Address + "/agent");
        Assert.Equal("ASIACONTAINER", await KeyAsync());
    }

    [Fact]
    public async Task GetAsync_Instance_AsksItsMetadata()
    {
        Set("AWS_EC2_METADATA_DISABLED", null);
        Assert.Equal("ASIAINSTANCE", await KeyAsync());
    }

    [Fact]
    public async Task GetAsync_ProfileOfTheEnvironmentIsMissing_SaysSo()
    {
        Set("AWS_PROFILE", ServiceStand.NoProfile);
        FaultException fault = await Assert.ThrowsAsync<FaultException>(KeyAsync);
        Assert.Contains("correct AWS_PROFILE", fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetAsync_Nothing_SaysWhatToDo()
    {
        FaultException fault = await Assert.ThrowsAsync<FaultException>(KeyAsync);
        Assert.Equal(FaultKind.Denied, fault.Kind);
        Assert.Contains("AWS_ACCESS_KEY_ID", fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_MetadataIsOff_HasNoRegion() => Assert.Null(InstanceRegion.Find());

    public async ValueTask DisposeAsync()
    {
        foreach ((string name, string? before) in Enumerable.Reverse(_changed))
        {
            Environment.SetEnvironmentVariable(name, before);
        }

        await _server.DisposeAsync();
        _directory.Dispose();
    }

    private static async Task<string> KeyAsync()
    {
        using var credentials = new SdkCredentials(profile: null);
        return (await credentials.GetAsync(Token)).AccessKey;
    }

    private void Set(string name, string? value)
    {
        _changed.Add((name, Environment.GetEnvironmentVariable(name)));
        Environment.SetEnvironmentVariable(name, value);
    }
}
