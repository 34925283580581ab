using HtcFlow.Forecast.Markets;
using HtcFlow.Testing;

namespace HtcFlow.Forecast.Tests.Markets;

public sealed class MarketReaderTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    [Fact]
    public void Read_PricesAndTypes_MakeOneMarket()
    {
        _directory.Write("market/prices.csv", """
            time,region,zone,type,price
            2026-11-01 02:00,us-east-1,us-east-1b,c5.large,0.04
            2026-11-01T00:00:00Z,us-east-1,us-east-1a,c5.large,$0.03
            2026-11-01T01:00:00+01:00,us-east-1,us-east-1b,c5.large,0.035
            2026-11-02T00:00:00Z,us-east-1,us-east-1a,knl.node,1.5
            """);
        _directory.Write("market/types.csv", """
            type,zone,vcpus,memory_gib,speed,speed_deviation,hazard_per_hour,max_machines
            c5.large,,,,1.1,5%,2%,
            c5.large,us-east-1b,,,,,0.08,40
            knl.node,,64,96.5,,,,
            """);
        MarketReading reading = MarketReader.Read([_directory.At("market")]);
        Assert.Empty(reading.Problems);
        Assert.Equal(3, reading.Market!.Pools.Count);
        Assert.Equal(TimeSpan.FromDays(1), reading.Market.Length);
        MarketPool a = reading.Market.Pools[0];
        Assert.Equal(new MachinePlace("us-east-1", "us-east-1a", "c5.large"), a.Place);
        Assert.Equal(new MachineFacts { Vcpus = 2, MemoryBytes = 4L << 30, Speed = 1.1, SpeedDeviation = 0.05, HazardPerHour = 0.02 }, a.Facts);
        Assert.Equal((64, 193L << 29), (reading.Market.Pools[1].Facts.Vcpus, reading.Market.Pools[1].Facts.MemoryBytes));
        MarketPool b = reading.Market.Pools[2];
        Assert.Equal((0.08, 40, 1.1), (b.Facts.HazardPerHour, b.Facts.MaxMachines, b.Facts.Speed));
        Assert.Equal([0.035, 0.04], b.Prices.Select(p => p.Dollars));
        Assert.Equal([0, 2], b.Prices.Select(p => p.At.Hour));
    }

    [Fact]
    public void Read_OneTableWithEverything_IsEnough()
    {
        MarketReading reading = Read("Time;Zone;Type;Price;vCPUs;Hazard per hour\n2026-11-01 00:00:00;rack1;node;0;48;0\n");
        MarketPool pool = Assert.Single(reading.Market!.Pools);
        Assert.Equal("rack1", pool.Place.Region);
        Assert.Equal((48, 0), (pool.Facts.Vcpus, pool.Facts.HazardPerHour));
        Assert.Equal(TimeSpan.Zero, reading.Market.Length);
    }

    [Theory]
    [InlineData("", "market.csv: error: is empty")]
    [InlineData("time,zone,typ,price\n", "market.csv:1: error: 'typ' is no column of a market file; columns are time, region")]
    [InlineData("time,zone,type,price,price\n", "market.csv:1: error: the column 'price' stands there twice")]
    [InlineData("time,type,price\n", "market.csv:1: error: the column 'zone' is missing")]
    [InlineData("time,zone,type,price\n", "market.csv: error: holds no price")]
    [InlineData("time,zone,type,price\nsoon,a,c5.large,1\n", "market.csv:2: error: the time is 'soon', which is no time; write it as")]
    [InlineData("time,zone,type,price\n43,a,c5.large,1\n", "market.csv:2: error: the time is '43', which is no time")]
    [InlineData("time,zone,type,price\n2026-11-01,,c5.large,1\n", "market.csv:2: error: the zone is missing")]
    [InlineData("time,zone,type,price\n2026-11-01,a,c5.large,\n", "market.csv:2: error: the price is missing")]
    [InlineData("time;zone;type;price\n2026-11-01;a;c5.large;0,5\n", "market.csv:2: error: the price is '0,5', which is no number; write a decimal point")]
    [InlineData("time,zone,type,price\n2026-11-01,a,c5.large,-1\n", "market.csv:2: error: the price is -1; it lies between 0 and 10000")]
    [InlineData("time,zone,type,price\n2026-11-01,a,c5.large,1,2\n", "market.csv:2: error: has 5 cells, but the header names 4 columns")]
    [InlineData("time,zone,type,price,vcpus\n2026-11-01,a,c5.large,1,2.5\n", "market.csv:2: error: the vcpus is 2.5; write a whole number")]
    [InlineData("time,zone,type,price\n2026-11-01,a,c5.metal,1\n", "market.csv:2: error: the processors of 'c5.metal' are not known: its name does not tell them; add a table of types with the line `c5.metal,<vcpus>`")]
    [InlineData("time,zone,type,price\n2026-11-01,a,\"c5.large,1\n", "market.csv:2: error: a quote is opened and never closed")]
    public void Read_WrongTable_SaysWhereWhatAndWhatToDo(string text, string expected)
    {
        MarketReading reading = Read(text);
        Assert.Null(reading.Market);
        string problem = reading.Problems[0].ToString().Replace(_directory.Root + "/", "", StringComparison.Ordinal);
        Assert.StartsWith(expected, problem, StringComparison.Ordinal);
        Assert.Contains("; ", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_SeveralMistakes_AreAllTold() =>
        Assert.Equal([2, 4], Read("time,zone,type,price\n2026-11-01,a,c5.large,x\n2026-11-01,a,c5.large,1\n2026-11-01,a,,1\n").Problems.Select(p => p.Line));

    [Fact]
    public void Read_MissingFileOrEmptyDirectory_IsAProblem()
    {
        Directory.CreateDirectory(_directory.At("empty"));
        IReadOnlyList<MarketProblem> problems = MarketReader.Read([_directory.At("none.csv"), _directory.At("empty")]).Problems;
        Assert.Contains("no market files", problems[1].What, StringComparison.Ordinal);
        Assert.Contains("no such file", problems[0].What, StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public void Dispose() => _directory.Dispose();

    private MarketReading Read(string text) => MarketReader.Read([_directory.Write("market.csv", text)]);
}
