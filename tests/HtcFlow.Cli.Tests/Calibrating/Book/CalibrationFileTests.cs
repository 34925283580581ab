using HtcFlow.Cli.Calibrating.Book;
using HtcFlow.Core.Ports;
using HtcFlow.Testing;

namespace HtcFlow.Cli.Tests.Calibrating.Book;

public sealed class CalibrationFileTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Read_BookOfACampaignWhoseNameBeginsAlike_IsRefused()
    {
        var one = new CalibrationFile(_directory.Root, "heat-assisted-recording-at-600k");
        one.Write(Book("heat-assisted-recording-at-600k"));

        FaultException fault = Assert.Throws<FaultException>(() => new CalibrationFile(_directory.Root, "heat-assisted-recording-at-700k").Read());

        Assert.Contains("that of campaign heat-assisted-recording-at-600k", fault.Message);
        Assert.Equal("heat-assisted-recording-at-600k", one.Read()!.Campaign);
    }

    [Fact]
    public void Read_BookCutShort_SaysWhatToDo()
    {
        var file = new CalibrationFile(_directory.Root, "melt");
        file.Write(Book("melt"));
        File.WriteAllText(Path.Combine(file.Home.Directory, "calibration.json"), "{\"version\":1,");

        FaultException fault = Assert.Throws<FaultException>(file.Read);

        Assert.Equal(FaultKind.Broken, fault.Kind);
        Assert.Contains("remove it to calibrate anew", fault.Message);
    }

    [Fact]
    public void Read_NothingBegun_IsNull() => Assert.Null(new CalibrationFile(_directory.Root, "melt").Read());

    private static CalibrationBook Book(string campaign) => new()
    {
        Campaign = campaign,
        Stage = "write",
        Fingerprint = "f",
        Most = 100,
        Region = "eu-west-1",
        Environment = "spot",
        PricesUntil = DateTimeOffset.UnixEpoch,
        First = 1,
        Types = [],
    };
}
