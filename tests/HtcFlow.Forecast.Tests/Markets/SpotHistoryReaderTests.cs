using HtcFlow.Forecast.Markets;
using HtcFlow.Testing;

namespace HtcFlow.Forecast.Tests.Markets;

public sealed class SpotHistoryReaderTests : IDisposable
{
    private const string History = """
        {
            "NextToken": "",
            "SpotPriceHistory": [
                {
                    "AvailabilityZone": "eu-west-1a", "InstanceType": "c5.xlarge", "ProductDescription": "Windows",
                    "SpotPrice": "0.300000", "Timestamp": "2026-11-03T00:00:00+00:00"
                },
                {
                    "AvailabilityZone": "eu-west-1a", "InstanceType": "c5.xlarge", "ProductDescription": "Linux/UNIX",
                    "SpotPrice": "0.080000", "Timestamp": "2026-11-02T00:00:00+00:00", "Later": {"a": [1]}
                },
                {
                    "AvailabilityZone": "eu-west-1a", "InstanceType": "c5.xlarge", "ProductDescription": "Linux/UNIX",
                    "SpotPrice": "0.070000", "Timestamp": "2026-11-01T12:00:00.000Z"
                },
                {
                    "AvailabilityZone": "us-west-2-lax-1a", "InstanceType": "m5.large", "ProductDescription": "Linux/UNIX (Amazon VPC)",
                    "SpotPrice": "0.050000", "Timestamp": "2026-11-02T00:00:00+00:00"
                }
            ]
        }
        """;

    private readonly TempDirectory _directory = new();

    [Fact]
    public void Read_HistoryAsItComes_KeepsLinuxInTheOrderOfTime()
    {
        MarketReading reading = Read(History);
        Assert.Empty(reading.Problems);
        Assert.Equal(2, reading.Market!.Pools.Count);
        MarketPool pool = reading.Market.Pools[0];
        Assert.Equal(new MachinePlace("eu-west-1", "eu-west-1a", "c5.xlarge"), pool.Place);
        Assert.Equal([0.07, 0.08], pool.Prices.Select(p => p.Dollars));
        Assert.Equal(4, pool.Facts.Vcpus);
        Assert.Equal("us-west-2", reading.Market.Pools[1].Place.Region);
    }

    [Fact]
    public void Read_OnlyOtherProducts_TakesTheNearest()
    {
        MarketReading reading = Read(History.Replace("\"Linux/UNIX\"", "\"Linux/UNIX (Amazon VPC)\"", StringComparison.Ordinal));
        Assert.Equal(0.08, reading.Market!.Pools[0].Highest);
    }

    [Theory]
    [InlineData("{\"SpotPriceHistory\": [\n{\"AvailabilityZone\": \"a\"}]}", 2, "names no AvailabilityZone or no InstanceType")]
    [InlineData("{\"SpotPriceHistory\": [\n\n{\"AvailabilityZone\": \"a\", \"InstanceType\": \"c5.large\", \"SpotPrice\": \"x\"}]}", 3, "the SpotPrice of c5.large in a is 'x'")]
    [InlineData("{\"SpotPriceHistory\": [{\"AvailabilityZone\": \"a\", \"InstanceType\": \"c5.large\", \"SpotPrice\": \"1\", \"Timestamp\": \"x\"}]}", 1, "the Timestamp of c5.large in a is 'x'")]
    [InlineData("{\"SpotPriceHistory\": [\n{", 2, "is not JSON")]
    [InlineData("{\"Prices\": []}", 1, "has no 'SpotPriceHistory'")]
    [InlineData("[1]", 1, "has no 'SpotPriceHistory'")]
    [InlineData("{\"SpotPriceHistory\": [{\"AvailabilityZone\": \"a\", \"InstanceType\": \"c5.metal\", \"SpotPrice\": \"1\", \"Timestamp\": \"2026-11-01T00:00:00Z\"}]}", 1, "the processors of 'c5.metal' are not known")]
    public void Read_WrongHistory_SaysWhereAndWhat(string json, int line, string what)
    {
        MarketProblem problem = Read(json).Problems[0];
        Assert.Equal(line, problem.Line);
        Assert.Contains(what, problem.What, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OddTypeWithATable_IsKnown()
    {
        string types = _directory.Write("types.csv", "type,vcpus\nc5.metal,96\n");
        string history = _directory.Write("history.json", History.Replace("c5.xlarge", "c5.metal", StringComparison.Ordinal));
        Assert.Equal(96, MarketReader.Read([types, history]).Market!.Pools[0].Facts.Vcpus);
    }

    /// <inheritdoc/>
    public void Dispose() => _directory.Dispose();

    private MarketReading Read(string json) => MarketReader.Read([_directory.Write("history.json", json)]);
}
