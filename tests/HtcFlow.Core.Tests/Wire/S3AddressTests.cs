using HtcFlow.Core.Wire;

namespace HtcFlow.Core.Tests.Wire;

public sealed class S3AddressTests
{
    [Theory]
    [InlineData("s3://bucket", "s3://bucket")]
    [InlineData("s3://bucket/", "s3://bucket")]
    [InlineData("s3://bucket/a/b/", "s3://bucket/a/b")]
    [InlineData("s3://my.bucket/a?region=eu-west-1", "s3://my.bucket/a?region=eu-west-1")]
    [InlineData("s3://bucket/a?style=path&endpoint=http://10.0.0.1:9000/", "s3://bucket/a?endpoint=http://10.0.0.1:9000&style=path")]
    [InlineData("s3://bucket?endpoint=https%3A%2F%2Fs3.example.org&style=virtual", "s3://bucket?endpoint=https://s3.example.org&style=virtual")]
    [InlineData("s3://bucket/a?tag=checkpoints&region=r", "s3://bucket/a?region=r&tag=checkpoints")]
    public void Parse_Address_HasOneSpelling(string text, string usual)
    {
        S3Address? address = S3Address.Parse(text, out _, out _);

        Assert.Equal(usual, address?.ToString());
        Assert.Equal(address, S3Address.Parse(usual, out _, out _));
    }

    [Fact]
    public void Parse_AllOptions_AreRead()
    {
        S3Address address = S3Address.Parse("s3://bucket/a/b?endpoint=http://host:1&region=r-1&style=path", out _, out _)!;

        Assert.Equal(("bucket", "a/b", "http://host:1", "r-1", true), (address.Bucket, address.Prefix, address.Endpoint, address.Region, address.PathStyle));
    }

    [Theory]
    [InlineData("s3://", "bucket name")]
    [InlineData("s3://ab", "bucket name")]
    [InlineData("s3://Bucket", "bucket name")]
    [InlineData("s3://a..b", "bucket name")]
    [InlineData("s3://bucket/a//b", "prefix")]
    [InlineData("s3://bucket/../b", "prefix")]
    [InlineData("s3://key:secret@bucket", "does not belong into an address")]
    [InlineData("s3://bucket?endpoint=http://key:secret@host", "does not belong into an address")]
    [InlineData("s3://bucket?endpoint=ftp://host", "endpoint")]
    [InlineData("s3://bucket?endpoint=host:9000", "endpoint")]
    [InlineData("s3://bucket?style=odd", "style")]
    [InlineData("s3://bucket?region=", "region")]
    [InlineData("s3://bucket?tag=everything", "tag")]
    [InlineData("s3://bucket?secret=abc", "not known")]
    [InlineData("/directory", "s3://")]
    public void Parse_SomethingElse_SaysWhyWithoutRepeatingIt(string text, string words)
    {
        Assert.Null(S3Address.Parse(text, out string problem, out string advice));

        Assert.Contains(words, problem, StringComparison.Ordinal);
        Assert.NotEmpty(advice);
        Assert.DoesNotContain("secret@", problem + advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/data/results", "/data/results/hamr")]
    [InlineData("s3://bucket", "s3://bucket/hamr")]
    [InlineData("s3://bucket/a?region=r&style=path", "s3://bucket/a/hamr")]
    public void Place_Store_ShowsWhereThingsAreWithoutOptions(string store, string place) => Assert.Equal(place, S3Address.Place(store, "hamr"));
}
