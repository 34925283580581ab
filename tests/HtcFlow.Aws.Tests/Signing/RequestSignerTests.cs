using System.Text;
using HtcFlow.Aws.Signing;

namespace HtcFlow.Aws.Tests.Signing;

/// <summary>The signatures that AWS publishes with its description of Signature Version 4 (aws-sig-v4-test-suite and the IAM example).</summary>
public sealed class RequestSignerTests
{
    private const string Unreserved = "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private const string Token =
        "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGde"
        + "ehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FD"
        + "rypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==";

    private static readonly DateTimeOffset s_at = new(2015, 8, 30, 12, 36, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("get-vanilla", "/", "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("get-vanilla-query", "/", "Param1=value1", "a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb")]
    [InlineData("get-vanilla-query-order-key-case", "/", "Param2=value2&Param1=value1", "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500")]
    [InlineData("get-vanilla-query-order-key", "/", "Param1=value2&Param1=value1", "5772eed61e12b33fae39ee5e7012498b51d56abc0abb7c60486157bd471c4694")]
    [InlineData("get-vanilla-query-order-value", "/", "Param1=value2&Param1=Value1", "eedbc4e291e521cf13422ffca22be7d2eb8146eecf653089df300a15b2382bd1")]
    [InlineData("get-vanilla-query-unreserved", "/", Unreserved + "=" + Unreserved, "9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197")]
    [InlineData("get-vanilla-utf8-query", "/", "\u1234=bar", "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04")]
    [InlineData("get-unreserved", "/" + Unreserved, "", "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f")]
    [InlineData("get-utf8", "/\u1234", "", "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85")]
    [InlineData("get-relative", "/example/..", "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("get-relative-relative", "/example1/example2/../..", "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("get-slash-dot-slash", "/./", "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("get-slash-pointless-dot", "/./example", "", "ef75d96142cf21edca26f06005da7988e4f8dc83a165a80865db7089db637ec5")]
    [InlineData("get-slashes", "//example//", "", "9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84")]
    public void Sign_GetOfTheSuite_IsAsPublished(string name, string path, string query, string expected)
    {
        KeyValuePair<string, string>[] pairs = query.Length == 0
            ? []
            : [.. query.Split('&').Select(static pair => new KeyValuePair<string, string>(pair.Split('=')[0], pair.Split('=')[1]))];
        Assert.True(Matches("GET", path, pairs, [], "", null, "host;x-amz-date", expected), name);
    }

    [Theory]
    [InlineData("get-header-key-duplicate", "GET", "value2|value2|value1", "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea")]
    [InlineData("get-header-value-order", "GET", "value4|value1|value3|value2", "08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01")]
    [InlineData("get-header-value-multiline", "GET", "value1,value2,value3", "ba17b383a53190154eb5fa66a1b836cc297cc0a3d70a5d00705980573d8ff790")]
    [InlineData("post-header-key-sort", "POST", "value1", "c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c")]
    [InlineData("post-header-value-case", "POST", "VALUE1", "cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d")]
    public void Sign_HeadersOfTheSuite_IsAsPublished(string name, string method, string values, string expected) => Assert.True(
        Matches(
            method, "/", [], [.. values.Split('|').Select(static value => new KeyValuePair<string, string>("My-Header1", value))], "", null,
            "host;my-header1;x-amz-date", expected),
        name);

    [Fact]
    public void Sign_SpacesInHeaders_AreSqueezed() => Assert.True(Matches(
        "GET", "/", [], [new("My-Header1", " value1"), new("My-Header2", " \"a   b   c\"")], "", null,
        "host;my-header1;my-header2;x-amz-date", "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736"));

    [Theory]
    [InlineData("application/x-www-form-urlencoded", "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a")]
    [InlineData("application/x-www-form-urlencoded; charset=utf8", "1a72ec8f64bd914b0e42e42607c7fbce7fb2c7465f63e3092b3b0d39fa77a6fe")]
    public void Sign_FormOfTheSuite_IsAsPublished(string contentType, string expected) => Assert.True(Matches(
        "POST", "/", [], [new("Content-Type", contentType)], "Param1=value1", null, "content-type;host;x-amz-date", expected));

    [Theory]
    [InlineData(null, "host;x-amz-date", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b")]
    [InlineData(Token, "host;x-amz-date;x-amz-security-token", "85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead")]
    public void Sign_PostOfTheSuite_IsAsPublished(string? token, string signed, string expected) =>
        Assert.True(Matches("POST", "/", [], [], "", token, signed, expected));

    [Fact]
    public void Sign_ListUsersExample_IsAsPublished()
    {
        Signature signature = new RequestSigner(new SigningScope("us-east-1", "iam")).Sign(
            new UnsignedRequest(
                "GET", "/", [new("Version", "2010-05-08"), new("Action", "ListUsers")],
                [new("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"), new("Host", "iam.amazonaws.com")],
                ReadOnlyMemory<byte>.Empty),
            Keys(null), s_at);
        Assert.Equal(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, SignedHeaders=content-type;host;x-amz-date, "
                + "Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
            signature.Authorization);
        Assert.Equal("20150830T123600Z", signature.Date);
    }

    [Fact]
    public void Sign_NextDayAndOtherKeys_DerivesAnew()
    {
        var signer = new RequestSigner(new SigningScope("us-east-1", "service"));
        var request = new UnsignedRequest("GET", "/", [], [new("Host", "example.amazonaws.com")], ReadOnlyMemory<byte>.Empty);
        string first = signer.Sign(request, Keys(null), s_at).Authorization;
        Assert.NotEqual(first, signer.Sign(request, new AwsKeys("AKIDEXAMPLE", "another", null), s_at).Authorization);
        Assert.NotEqual(first, signer.Sign(request, Keys(null), s_at.AddDays(1)).Authorization);
        Assert.Equal(first, signer.Sign(request, Keys(null), s_at).Authorization);
    }

    [Fact]
    public void ToString_OfKeysAndSignatures_TellsNoSecret()
    {
        AwsKeys keys = Keys(Token);
        var request = new UnsignedRequest("GET", "/", [], [], ReadOnlyMemory<byte>.Empty);
        string text = $"{keys} {new RequestSigner(new SigningScope("us-east-1", "service")).Sign(request, keys, s_at)}";
        Assert.DoesNotContain(keys.SecretKey, text, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, text, StringComparison.Ordinal);
    }

    private static bool Matches(
        string method, string path, KeyValuePair<string, string>[] query, KeyValuePair<string, string>[] headers, string body, string? token,
        string signedHeaders, string expected)
    {
        var request = new UnsignedRequest(method, path, query, [new("Host", "example.amazonaws.com"), .. headers], Encoding.UTF8.GetBytes(body));
        Signature signature = new RequestSigner(new SigningScope("us-east-1", "service")).Sign(request, Keys(token), s_at);
        Assert.Equal(
            $"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders={signedHeaders}, Signature={expected}",
            signature.Authorization);
        return true;
    }

    private static AwsKeys Keys(string? token) => new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", token);
}
