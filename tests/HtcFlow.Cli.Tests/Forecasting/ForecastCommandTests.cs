using System.Text.Json;
using HtcFlow.Forecast.Worlds;
using HtcFlow.Testing;

namespace HtcFlow.Cli.Tests.Forecasting;

public sealed class ForecastCommandTests
{
    private const string Prices = "time,zone,type,price\n2026-11-01,eu-west-1a,c5.large,0.03\n2026-11-02,eu-west-1a,c5.large,0.04\n";

    [Fact]
    public async Task Forecast_Campaign_PrintsIntervalsAndAssumptions()
    {
        using Bench bench = Make();
        string chart = bench.At("machines.svg");
        int code = await bench.RunAsync(
            "forecast", bench.WriteCampaign(), "--market", bench.Write("prices.csv", Prices), "--task-time", "write=3h~15%", "--failures", "1%", "--svg", chart);
        Assert.Equal((ExitCodes.Fine, "machines over time: /bench/machines.svg\n"), (code, bench.Err));
        Assert.StartsWith("<svg", await File.ReadAllTextAsync(chart, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Snapshot.Match(bench.Out);
    }

    [Fact]
    public async Task Forecast_FewRuns_SaysWhatItAssumes()
    {
        using Bench bench = Make();
        await bench.RunAsync("forecast", bench.WriteCampaign(), "--runs", "5");
        Assert.Contains("5 runs", bench.Out, StringComparison.Ordinal);
        Assert.Contains("fewer than 19 runs cannot tell", bench.Out, StringComparison.Ordinal);
        await bench.RunAsync("forecast", bench.WriteCampaign(), "--runs", "1");
        Assert.Contains("One run has no interval", bench.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forecast_Json_IsOneObject()
    {
        using Bench bench = Make();
        Assert.Equal(ExitCodes.Fine, await bench.RunAsync("forecast", bench.WriteCampaign(), "--json", "--seed", "7"));
        using var document = JsonDocument.Parse(bench.Out);
        JsonElement finish = document.RootElement.GetProperty("figures").GetProperty("finishSeconds");
        Assert.InRange(finish.GetProperty("median").GetDouble(), finish.GetProperty("low").GetDouble(), finish.GetProperty("high").GetDouble());
        Assert.Equal((20, 7), (document.RootElement.GetProperty("runs").GetInt32(), document.RootElement.GetProperty("seed").GetInt32()));
        Assert.Equal(400, document.RootElement.GetProperty("machines").GetProperty("mean").GetArrayLength());
        Assert.Empty(bench.Err);
    }

    [Fact]
    public async Task Forecast_SameSeed_IsTheSame()
    {
        using Bench bench = Make();
        await bench.RunAsync("forecast", bench.WriteCampaign(), "--seed", "3");
        string first = bench.Out;
        await bench.RunAsync("forecast", bench.WriteCampaign(), "--seed", "3");
        Assert.Equal(first, bench.Out);
        await bench.RunAsync("forecast", bench.WriteCampaign(), "--seed", "4");
        Assert.NotEqual(first, bench.Out);
    }

    [Fact]
    public async Task Forecast_Interrupted_PrintsWhatIsThere()
    {
        using var bench = new Bench();
        int runs = 0;
        bench.Forecast = (_, _) => new PlayedRun(_ => InterruptAfterSome());
        Assert.Equal(ExitCodes.Interrupted, await bench.RunAsync("forecast", bench.WriteCampaign(), "--runs", "1000"));
        Assert.Contains("of the 1000 asked for (interrupted)", bench.Out, StringComparison.Ordinal);

        void InterruptAfterSome()
        {
            if (Interlocked.Increment(ref runs) == 30)
            {
                bench.Interrupt();
            }
        }
    }

    [Fact]
    public async Task Forecast_InterruptedAtOnce_SaysSo()
    {
        using Bench bench = Make();
        bench.Interrupt();
        Assert.Equal(ExitCodes.Interrupted, await bench.RunAsync("forecast", bench.WriteCampaign()));
        Assert.Contains("interrupted before the first run was complete", bench.Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forecast_From_TakesMeasuredTimes()
    {
        using Bench bench = Make();
        await bench.RunAsync("submit", bench.WriteCampaign());
        await bench.RunAsync("forecast", bench.WriteCampaign(), "--from", "trial");
        Assert.Contains("(measured: 4 attempts of trial)", bench.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("A GUESS: nothing is known", bench.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--task-time wriet=3h", "--task-time names stage 'wriet'", "did you mean 'write'?")]
    [InlineData("--task-time write=3", "'write=3' is no task time", "--help")]
    [InlineData("--runs 0", "'0' is no number for --runs; it lies between 1 and 10000", "--help")]
    [InlineData("--failures most", "'most' is not a share", "--help")]
    [InlineData("--checkpoint-every often", "'often' is not a duration", "--help")]
    [InlineData("--market none.csv", "none.csv: error: there is no such file", "docs/market-files.md")]
    [InlineData("--from nobody", "no campaign 'nobody'", "htcflow submit")]
    [InlineData("--svg /no/such/place/x.svg", "the directory of /no/such/place/x.svg does not exist", "--svg")]
    public async Task Forecast_WrongOption_SaysWhatAndWhatToDo(string options, string what, string help)
    {
        using Bench bench = Make();
        Assert.Equal(ExitCodes.Usage, await bench.RunAsync(["forecast", bench.WriteCampaign(), .. options.Split(' ')]));
        Assert.Contains(what, bench.Err, StringComparison.Ordinal);
        Assert.Contains(help, bench.Err, StringComparison.Ordinal);
        Assert.Empty(bench.Out);
    }

    [Fact]
    public async Task Forecast_WorldOfTheCommandLine_ReachesTheRuns()
    {
        using var bench = new Bench();
        ForecastWorld? seen = null;
        bench.Forecast = (_, world) =>
        {
            seen = world;
            return new PlayedRun(static _ => { });
        };
        await bench.RunAsync("forecast", bench.WriteCampaign(), "--market", bench.Write("prices.csv", Prices), "--task-time", "30m", "--max-vcpus", "64", "--runs", "1");
        Assert.Equal((1_800, 64), (seen!.Pattern.Tasks["read"].WorkSeconds, seen.Pattern.Queues[0].MaxVcpus));
    }

    [Fact]
    public async Task Forecast_Help_IsTheApprovedText()
    {
        using Bench bench = Make();
        await bench.RunAsync("forecast", "--help");
        Snapshot.Match(bench.Out.Replace("HtcFlow.Cli.Tests", "htcflow", StringComparison.Ordinal));
    }

    private static Bench Make() => new() { Forecast = (_, _) => new PlayedRun(static _ => { }) };
}
