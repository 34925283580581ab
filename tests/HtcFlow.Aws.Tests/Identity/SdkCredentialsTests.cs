using HtcFlow.Aws.Identity;
using HtcFlow.Aws.Signing;
using HtcFlow.Core.Ports;
using HtcFlow.Testing;

namespace HtcFlow.Aws.Tests.Identity;

public sealed class SdkCredentialsTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    private string File => Path.Combine(_directory.Root, "credentials");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetAsync_ProfileWithKeys_GivesThem()
    {
        Write("[one]\naws_access_key_id = AKIDONE\naws_secret_access_key = s1\n[two]\naws_access_key_id = AKIDTWO\naws_secret_access_key = s2\naws_session_token = t2\n");
        using var one = new SdkCredentials("one", File);
        using var two = new SdkCredentials("two", File);
        AwsKeys first = await one.GetAsync(Token);
        AwsKeys second = await two.GetAsync(Token);
        Assert.Equal(("AKIDONE", "s1", null), (first.AccessKey, first.SecretKey, first.Token));
        Assert.Equal(("AKIDTWO", "s2", "t2"), (second.AccessKey, second.SecretKey, second.Token));
        Assert.Same(first, await one.GetAsync(Token));
    }

    [Fact]
    public async Task GetAsync_ProfileWithAProcess_AsksIt()
    {
        string script = Path.Combine(_directory.Root, "keys.sh");
        await System.IO.File.WriteAllTextAsync(
            script, "#!/bin/sh\necho '{\"Version\":1,\"AccessKeyId\":\"AKIDPROCESS\",\"SecretAccessKey\":\"s\",\"SessionToken\":\"t\",\"Expiration\":\"2099-01-01T00:00:00Z\"}'\n", Token);
        System.IO.File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Write($"[one]\ncredential_process = {script}\n");
        using var credentials = new SdkCredentials("one", File);
        Assert.Equal("AKIDPROCESS", (await credentials.GetAsync(Token)).AccessKey);
    }

    [Fact]
    public async Task GetAsync_NoSuchProfile_NamesThoseThatAre()
    {
        Write("[one]\naws_access_key_id = AKIDONE\naws_secret_access_key = s1\n");
        using var credentials = new SdkCredentials("other", File);
        FaultException fault = await Assert.ThrowsAsync<FaultException>(() => credentials.GetAsync(Token).AsTask());
        Assert.Equal(FaultKind.Denied, fault.Kind);
        Assert.Contains("there is no profile 'other'; there are one", fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetAsync_ProfileWithoutKeys_SaysSo()
    {
        Write("[one]\nregion = eu-west-1\n");
        using var credentials = new SdkCredentials("one", File);
        FaultException fault = await Assert.ThrowsAsync<FaultException>(() => credentials.GetAsync(Token).AsTask());
        Assert.Equal((FaultKind.Denied, "one"), (fault.Kind, fault.Subject));
        Assert.Contains("aws configure", fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RenewAsync_FileHasNewKeys_GivesThem()
    {
        Write("[one]\naws_access_key_id = AKIDOLD\naws_secret_access_key = s1\naws_session_token = t1\n");
        using var credentials = new SdkCredentials("one", File);
        AwsKeys old = await credentials.GetAsync(Token);
        Assert.False(await credentials.RenewAsync(old, Token));
        Write("[one]\naws_access_key_id = AKIDNEW\naws_secret_access_key = s2\naws_session_token = t2\n");
        Assert.True(await credentials.RenewAsync(old, Token));
        Assert.True(await credentials.RenewAsync(old, Token)); // another call that was refused with the old ones
        Assert.Equal("AKIDNEW", (await credentials.GetAsync(Token)).AccessKey);
    }

    [Fact]
    public async Task RenewAsync_FileIsGone_GivesNone()
    {
        Write("[one]\naws_access_key_id = AKIDOLD\naws_secret_access_key = s1\n");
        using var credentials = new SdkCredentials("one", File);
        AwsKeys old = await credentials.GetAsync(Token);
        System.IO.File.Delete(File);
        Assert.False(await credentials.RenewAsync(old, Token));
    }

    public void Dispose() => _directory.Dispose();

    private void Write(string text) => System.IO.File.WriteAllText(File, text);
}
