namespace HtcFlow.Cli.Tests.Commands;

/// <summary>Commands where a campaign's directory cannot be written: they say which one and what to do.</summary>
public sealed class ClosedDirectoryTests
{
    [Fact]
    public async Task Submit_DirectoryOfCampaignsIsClosed_SaysWhere()
    {
        using var bench = new Bench();
        Directory.CreateDirectory(Path.Combine(bench.Home, "campaigns"));
        using var closed = new ClosedDirectory(Path.Combine(bench.Home, "campaigns"));

        Assert.Equal(ExitCodes.World, await bench.RunAsync("submit", bench.WriteCampaign()));

        CheckError(bench, "/bench/home/campaigns/trial");
    }

    [Theory]
    [InlineData("resume")]
    [InlineData("status")]
    [InlineData("recover")]
    [InlineData("hold")]
    public async Task Run_DirectoryOfTheCampaignIsClosed_SaysWhere(string verb)
    {
        using var bench = new Bench();
        bench.Rule = static started => Backends.Simulated.ElementPlay.End(started, Core.Wire.Outcome.Failed, 1);
        await bench.RunAsync("submit", bench.WriteCampaign());
        await bench.RunAsync("retry", "trial");
        using var closed = new ClosedDirectory(bench.HomeOf("trial").Directory);

        Assert.Equal(ExitCodes.World, await bench.RunAsync(verb, "trial"));

        CheckError(bench, "/bench/home/campaigns/trial/journal.db");
    }

    private static void CheckError(Bench bench, string where)
    {
        Assert.Contains("error: cannot ", bench.Err, StringComparison.Ordinal);
        Assert.Contains(where, bench.Err, StringComparison.Ordinal);
        Assert.Contains("help: check the permissions", bench.Err, StringComparison.Ordinal);
    }
}
