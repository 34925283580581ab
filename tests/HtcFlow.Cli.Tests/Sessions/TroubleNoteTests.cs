using HtcFlow.Cli.Sessions;
using HtcFlow.Engine.Homes;

namespace HtcFlow.Cli.Tests.Sessions;

public sealed class TroubleNoteTests
{
    [Fact]
    public async Task Status_OfACampaignThatIsHindered_SaysByWhatWhileAnEngineRuns()
    {
        using var bench = new Bench();
        bench.Opening = bench.Interrupt;
        await bench.RunAsync("submit", bench.WriteCampaign());
        bench.GoOn();
        CampaignHome home = bench.HomeOf("trial");
        new TroubleNote(home).Write("2 elements wait");
        await bench.RunAsync("status", "trial");
        Assert.DoesNotContain("2 elements wait", bench.Out, StringComparison.Ordinal);

        using (EngineLock? owned = EngineLock.TryTake(home, TimeProvider.System))
        {
            await bench.RunAsync("status", "trial");
            Assert.Contains("phase      active (2 elements wait)", bench.Out, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Write_NothingAnyMore_RemovesTheNote()
    {
        using var bench = new Bench();
        CampaignHome home = bench.HomeOf("trial");
        Directory.CreateDirectory(home.Directory);
        var note = new TroubleNote(home);
        note.Write("qmaster does not answer");
        Assert.Equal("qmaster does not answer", TroubleNote.Of(home));
        note.Write("");
        Assert.Equal("", TroubleNote.Of(home));
    }
}
