using HtcFlow.Runner.Order;
using HtcFlow.Runner.Spot;
using HtcFlow.Runner.Tests.Order;
using HtcFlow.Testing;

namespace HtcFlow.Runner.Tests.Spot;

public sealed class SpotPlaceTests
{
    private const string Usual = "http://169.254.169.254/";

    [Theory]
    [InlineData("", null, null)]
    [InlineData("HTCFLOW_SPOT=on", Usual, null)]
    [InlineData("HTCFLOW_SPOT=off;AWS_BATCH_JOB_ID=x", null, null)]
    [InlineData("AWS_BATCH_JOB_ID=x", Usual, null)]
    [InlineData("AWS_BATCH_JOB_ID=x;AWS_EC2_METADATA_DISABLED=true", null, null)]
    [InlineData("AWS_EC2_METADATA_SERVICE_ENDPOINT=http://127.0.0.1:1338", "http://127.0.0.1:1338/", null)]
    [InlineData("ECS_CONTAINER_METADATA_URI_V4=http://169.254.170.2/v4/x", Usual, "http://169.254.170.2/v4/x")]
    [InlineData("ECS_CONTAINER_METADATA_URI_V4=http://169.254.170.2/v4/x;AWS_EC2_METADATA_DISABLED=TRUE", null, "http://169.254.170.2/v4/x")]
    public void Find_Variables_SayWhomToAsk(string variables, string? instance, string? task)
    {
        SpotPlace? place = SpotPlace.Find(Variables.Of(variables), "/nonexistent");

        Assert.Equal((instance, task), (place?.Instance?.ToString(), place?.Task?.ToString()));
    }

    [Fact]
    public void Find_FirmwareOfAnInstance_IsASign()
    {
        using var root = new TempDirectory();
        Directory.CreateDirectory(root.At("sys/devices/virtual/dmi/id"));
        File.WriteAllText(root.At("sys/devices/virtual/dmi/id/sys_vendor"), "Amazon EC2\n");

        Assert.Equal(Usual, SpotPlace.Find(Variables.Of(""), root.At(""))?.Instance?.ToString());
    }

    [Theory]
    [InlineData("HTCFLOW_SPOT=maybe", "HTCFLOW_SPOT is 'maybe'; set it to auto, on or off, or unset it.")]
    [InlineData("AWS_EC2_METADATA_SERVICE_ENDPOINT=metadata", "AWS_EC2_METADATA_SERVICE_ENDPOINT is 'metadata', which is no address")]
    public void Find_BadValue_SaysWhatToDo(string variables, string message) =>
        Assert.StartsWith(message, Assert.Throws<OrderProblem>(() => SpotPlace.Find(Variables.Of(variables), "/")).Message);
}
