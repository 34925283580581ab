using HtcFlow.Backends.Commands.Ssh;

namespace HtcFlow.Backends.Tests.Commands.Ssh;

public sealed class SshAddressTests
{
    [Theory]
    [InlineData("login.cluster", "-- login.cluster")]
    [InlineData("me@login", "-l me -- login")]
    [InlineData("ssh://login.cluster", "-- login.cluster")]
    [InlineData("ssh://me@login.cluster:2222/", "-l me -p 2222 -- login.cluster")]
    [InlineData("ssh://me@[fe80::1]:22", "-l me -p 22 -- fe80::1")]
    public void Parse_Addresses_AreTheWordsOfSsh(string text, string words) => Assert.Equal(words, string.Join(' ', SshAddress.Parse(text)!.Words()));

    [Theory]
    [InlineData("")]
    [InlineData("ssh://")]
    [InlineData("-oProxyCommand=x")]
    [InlineData("ssh://-oProxyCommand=x")]
    [InlineData("me@-x")]
    [InlineData("-me@host")]
    [InlineData("@host")]
    [InlineData("host name")]
    [InlineData("host;id")]
    [InlineData("ssh://host:0")]
    [InlineData("ssh://host:65536")]
    [InlineData("ssh://host/path")]
    [InlineData("http://host")]
    public void Parse_NoAddress_IsNull(string text) => Assert.Null(SshAddress.Parse(text));
}
