using System.Text.Json;
using HtcFlow.Engine.Homes;

namespace HtcFlow.Cli.Tests.Commands;

/// <summary>A damaged journal from the user's side: what every command says of it, and the way back.</summary>
public sealed class RecoverCommandTests
{
    [Fact]
    public async Task Status_DamagedJournal_NamesTheWayBack()
    {
        using Bench bench = await DamageAsync();

        Assert.Equal(ExitCodes.World, await bench.RunAsync("status", "trial"));

        Assert.Contains("entry 2 is damaged: its checksum is wrong", bench.Err, StringComparison.Ordinal);
        Assert.Contains("help: `htcflow recover trial` keeps everything before the damage", bench.Err, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.World, await bench.RunAsync("resume", "trial"));
        Assert.Contains("`htcflow recover trial`", bench.Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recover_DamagedJournal_KeepsWhatIsBeforeAndResumes()
    {
        using Bench bench = await DamageAsync();

        Assert.Equal(ExitCodes.Fine, await bench.RunAsync("recover", "trial"));

        Assert.Contains("recovered trial: entries 1 to 1 are kept, those up to ", bench.Out, StringComparison.Ordinal);
        Assert.Contains("the damaged file is kept as /bench/home/campaigns/trial/journal.db.damaged-", bench.Err, StringComparison.Ordinal);
        Assert.Contains("`htcflow resume trial` goes on", bench.Err, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Fine, await bench.RunAsync("resume", "trial"));
        Assert.Contains("campaign trial: 5 tasks, 0 failed", bench.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recover_Json_TellsTheSameInFields()
    {
        using Bench bench = await DamageAsync();

        Assert.Equal(ExitCodes.Fine, await bench.RunAsync("recover", "trial", "--json"));

        JsonElement told = JsonDocument.Parse(bench.Out).RootElement;
        Assert.True(told.GetProperty("recovered").GetBoolean());
        Assert.Equal(1, told.GetProperty("entries").GetInt64());
        Assert.InRange(told.GetProperty("lastKnown").GetInt64(), 5, 100);
        Assert.Contains("checksum", told.GetProperty("damage").GetString(), StringComparison.Ordinal);
        Assert.Contains("journal.db.damaged-", told.GetProperty("damagedFile").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recover_UndamagedJournal_ChangesNothing()
    {
        using var bench = new Bench();
        await bench.RunAsync("submit", bench.WriteCampaign());
        byte[] before = await File.ReadAllBytesAsync(bench.HomeOf("trial").Journal, TestContext.Current.CancellationToken);

        Assert.Equal(ExitCodes.Fine, await bench.RunAsync("recover", "trial"));

        Assert.Contains("the journal of trial is not damaged (", bench.Out, StringComparison.Ordinal);
        Assert.Contains("nothing was changed", bench.Out, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(bench.HomeOf("trial").Journal, TestContext.Current.CancellationToken));
        await bench.RunAsync("recover", "trial", "--json");
        Assert.False(JsonDocument.Parse(bench.Out).RootElement.GetProperty("recovered").GetBoolean());
    }

    [Theory]
    [InlineData("recover")]
    [InlineData("resume")]
    public async Task Run_AnotherEngineOwnsTheCampaign_NamesItsProcessAndHost(string verb)
    {
        using var bench = new Bench();
        bench.Rule = static started => Backends.Simulated.ElementPlay.End(started, Core.Wire.Outcome.Failed, 1);
        await bench.RunAsync("submit", bench.WriteCampaign());
        await bench.RunAsync("retry", "trial");
        using EngineLock? other = EngineLock.TryTake(bench.HomeOf("trial"), TimeProvider.System);

        Assert.Equal(ExitCodes.Owned, await bench.RunAsync(verb, "trial"));

        Assert.Contains(
            $"an engine works on campaign trial already: process {Environment.ProcessId} on {Environment.MachineName} since ",
            bench.Err, StringComparison.Ordinal);
        Assert.Contains("`htcflow watch trial` follows it", bench.Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recover_UnknownName_SuggestsTheNearest()
    {
        using var bench = new Bench();
        await bench.RunAsync("submit", bench.WriteCampaign());

        Assert.Equal(ExitCodes.Usage, await bench.RunAsync("recover", "trail"));

        Assert.Contains("did you mean 'trial'?", bench.Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recover_NothingCanBeRead_SaysSo()
    {
        using var bench = new Bench();
        await bench.RunAsync("submit", bench.WriteCampaign());
        await File.WriteAllTextAsync(bench.HomeOf("trial").Journal, new string('x', 50_000), TestContext.Current.CancellationToken);

        Assert.Equal(ExitCodes.World, await bench.RunAsync("recover", "trial"));

        Assert.Contains("not even its first entry can be read", bench.Err, StringComparison.Ordinal);
        Assert.Contains("restore the file from a copy, or submit again", bench.Err, StringComparison.Ordinal);
    }

    // The second entry is the engine's first one: it names its host.
    private static async Task<Bench> DamageAsync()
    {
        var bench = new Bench();
        await bench.RunAsync("submit", bench.WriteCampaign());
        string journal = bench.HomeOf("trial").Journal;
        byte[] bytes = await File.ReadAllBytesAsync(journal, TestContext.Current.CancellationToken);
        int at = bytes.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(Environment.MachineName));
        Assert.True(at > 0);
        bytes[at] ^= 0x10;
        await File.WriteAllBytesAsync(journal, bytes, TestContext.Current.CancellationToken);
        return bench;
    }
}
