using HtcFlow.Cli.Output;
using HtcFlow.Cli.Output.Documents;
using HtcFlow.Core.State;
using HtcFlow.Testing;
using Spectre.Console;

namespace HtcFlow.Cli.Tests.Output;

/// <summary>What a person sees.</summary>
public sealed class TextTests
{
    [Fact]
    public void StatusText_Detail_OfABusyCampaign() =>
        Snapshot.Match(StatusText.Detail(Views.Busy, "4711 node1 2030-01-01T12:00:00Z"));

    [Fact]
    public void StatusText_Detail_OfAnEndedCampaign() => Snapshot.Match(StatusText.Detail(Views.Ended, null));

    [Fact]
    public void StatusText_Detail_NamesTheHostThatWasQuarantinedLast() =>
        Assert.Contains(
            "\nhosts      2 in quarantine, the last node-7: 4 of the 4 attempts that ended there failed\n\n",
            StatusText.Detail(Views.Busy with { Quarantined = 2, QuarantineReason = "node-7: 4 of the 4 attempts that ended there failed" }, null),
            StringComparison.Ordinal);

    [Fact]
    public void StatusText_Detail_OfSeveralTargets_ShowsTheirWeightsAndCosts() =>
        Snapshot.Match(StatusText.Detail(Views.Busy with { Backend = "aws-batch", Targets = Views.Targets }, "4711 node1 2030-01-01T12:00:00Z"));

    [Fact]
    public void StatusText_All_AlignsColumns() => Snapshot.Match(StatusText.All(
        [(Views.Busy, "4711 node1 2030-01-01T12:00:00Z"), (Views.Ended with { Name = "a-longer-name" }, null), (Views.Busy with { Name = "orphan" }, null)],
        [new UnreadableDocument("torn", "it is empty")],
        "/home"));

    [Fact]
    public void Summary_EndedCampaign_CountsWhatHasNoResult() =>
        Assert.Equal("campaign hamr: 1224 tasks, 7 failed, 3 cancelled, 1 skipped, 3 retries, 1m35s", Summary.Of(Views.Ended));

    [Fact]
    public void PlainProgress_Line_LeavesOutZeros() =>
        Assert.Equal(
            "write 1040/1200 (2 running, 150 queued, 1 retrying, 7 failed) | read 0/24 | 1.3/s, 2m21s left", PlainProgress.LineOf(Views.Busy));

    [Fact]
    public void PlainProgress_Line_SaysWhyItIsHeld() =>
        Assert.EndsWith(
            " | held: no more money", PlainProgress.LineOf(Views.Busy with { Phase = CampaignPhase.Held, Reason = "no more money" }), StringComparison.Ordinal);

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    public void LiveTable_Width_FitsOnTheScreen(int width)
    {
        using var writer = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = width;
        console.Write(LiveTable.Of(Views.Busy, width));
        console.Write(LiveTable.Of(Views.Ended, width));
        Snapshot.Match(writer.ToString(), $"LiveTable_{width}");
        Assert.All(writer.ToString().Split('\n'), line => Assert.True(line.Length <= width, line));
    }

    [Fact]
    public async Task PlainProgress_Views_AreThinnedOut()
    {
        var time = new FakeTimeProvider(Views.Begin);
        using var writer = new StringWriter();
        await new PlainProgress(writer, time).RunAsync(show =>
        {
            for (int i = 0; i < 400; i++)
            {
                // Ten a second; one more task every second for the first 20 seconds, silence for 20.
                long done = 1040 + Math.Min(i / 10, 20);
                show(Views.Busy with { At = time.GetUtcNow(), TasksPerSecond = 0, Stages = [Views.Busy.Stages[0] with { Succeeded = done }] });
                time.Advance(TimeSpan.FromMilliseconds(100));
            }

            return Task.CompletedTask;
        });
        string[] lines = writer.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(11, lines.Length);
        Assert.StartsWith("12:00:00Z write 1040/1200", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("12:00:20Z write 1060/1200", lines[^1], StringComparison.Ordinal);
    }
}
