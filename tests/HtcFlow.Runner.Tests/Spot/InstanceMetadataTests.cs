using HtcFlow.Runner.Spot;
using HtcFlow.Testing.Metadata;

namespace HtcFlow.Runner.Tests.Spot;

public sealed class InstanceMetadataTests : IDisposable
{
    private const string Path = "spot/instance-action";
    private const string Token = "/latest/api/token";
    private readonly FakeMetadata _service = new(TimeProvider.System);
    private readonly MetadataClient _client;
    private readonly InstanceMetadata _metadata;

    public InstanceMetadataTests()
    {
        _client = new MetadataClient(_service.Address, TimeSpan.FromSeconds(30), TimeProvider.System);
        _metadata = new InstanceMetadata(_client, TimeProvider.System);
    }

    public void Dispose()
    {
        _client.Dispose();
        _service.Dispose();
    }

    [Fact]
    public void Get_NoNotice_Is404AndTheTokenIsKept()
    {
        Assert.Equal(404, _metadata.Get(Path).Status);
        Assert.Equal(404, _metadata.Get(Path).Status);
        Assert.Equal(1, _service.Requests(Token));
        Assert.True(_metadata.HasToken);
    }

    [Fact]
    public void Get_ExpiredToken_IsRenewedOnce()
    {
        _metadata.Get(Path);
        _service.ExpireTokens();

        Assert.Equal(404, _metadata.Get(Path).Status);
        Assert.Equal(2, _service.Requests(Token));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Get_Notice_ComesWithTheServicesClock(bool isChunked)
    {
        _service.Action = "terminate";
        _service.IsChunked = isChunked;
        _service.Skew = TimeSpan.FromDays(365);

        MetadataReply reply = _metadata.Get(Path);

        Assert.Equal(200, reply.Status);
        Assert.Contains("\"action\":\"terminate\"", reply.Body);
        Assert.InRange(reply.Date!.Value, TimeProvider.System.GetUtcNow() + TimeSpan.FromDays(364), TimeProvider.System.GetUtcNow() + TimeSpan.FromDays(366));
    }

    [Fact]
    public void Get_ServiceUnavailable_GivesItsStatusAndWorksAgainAfterwards()
    {
        _service.Fail(2);

        Assert.Equal(503, _metadata.Get(Path).Status);
        Assert.Equal(503, _metadata.Get(Path).Status);
        Assert.Equal(404, _metadata.Get(Path).Status);
    }

    [Fact]
    public void Get_HopLimit_EndsWithinItsTimeAndNeverAsksWithoutAToken()
    {
        _service.IsBlackHole = true;
        using var hasty = new MetadataClient(_service.Address, TimeSpan.FromSeconds(1), TimeProvider.System);
        var metadata = new InstanceMetadata(hasty, TimeProvider.System);
        long start = TimeProvider.System.GetTimestamp();

        Assert.Equal(0, metadata.Get(Path).Status);

        Assert.False(metadata.HasToken);
        Assert.InRange(TimeProvider.System.GetElapsedTime(start), TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(20));
        Assert.Equal(0, _service.Requests("/latest/meta-data/" + Path));
    }

    [Fact]
    public void Get_NobodyListens_GivesNothing()
    {
        _service.Dispose();

        Assert.Equal(0, _metadata.Get(Path).Status);
    }
}
