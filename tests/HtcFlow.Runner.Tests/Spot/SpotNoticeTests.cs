using HtcFlow.Runner.Spot;
using HtcFlow.Testing;

namespace HtcFlow.Runner.Tests.Spot;

public sealed class SpotNoticeTests
{
    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData("terminate", 120, 0, 120)]
    [InlineData("terminate", 120, 90, 120)]
    [InlineData("stop", 100, -90, 100)]
    [InlineData("terminate", 500, 0, 120)]
    [InlineData("terminate", -5, 0, 0)]
    [InlineData("hibernate", 120, 0, 0)]
    public void Of_Notice_CountsByTheServicesClock(string action, int ahead, int skew, int left)
    {
        DateTimeOffset service = _time.GetUtcNow() + TimeSpan.FromSeconds(skew);
        var reply = new MetadataReply(
            200, $$"""{"action":"{{action}}","time":"{{service.AddSeconds(ahead).UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}}"}""", service);

        SpotNotice notice = SpotNotice.Of(reply, _time)!;

        Assert.Equal(action, notice.Action);
        Assert.InRange(_time.GetElapsedTime(_time.GetTimestamp(), notice.Deadline).TotalSeconds, left - 1, left);
    }

    [Theory]
    [InlineData(404, "")]
    [InlineData(200, "")]
    [InlineData(200, "<html>")]
    [InlineData(200, "[]")]
    [InlineData(200, "{\"time\":\"2026-11-21T08:02:00Z\"}")]
    [InlineData(503, "{\"action\":\"terminate\"}")]
    public void Of_AnythingElse_IsNone(int status, string body) => Assert.Null(SpotNotice.Of(new MetadataReply(status, body, null), _time));

    [Theory]
    [InlineData(200, "{\"DesiredStatus\":\"STOPPED\"}", true)]
    [InlineData(200, "{\"DesiredStatus\":\"RUNNING\"}", false)]
    [InlineData(200, "[1]", false)]
    [InlineData(429, "{\"DesiredStatus\":\"STOPPED\"}", false)]
    public void IsStopping_Task_GoesByWhatIsDesired(int status, string body, bool isStopping) =>
        Assert.Equal(isStopping, TaskState.IsStopping(new MetadataReply(status, body, null)));
}
