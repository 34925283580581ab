using HtcFlow.Core.State;
using HtcFlow.Engine.Views;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace HtcFlow.Cli.Output;

/// <summary>Draws a campaign as a table: one row a stage.</summary>
internal static class LiveTable
{
    private const int MostBarCells = 24;

    // Columns of the counts with their titles and gaps; the bar takes what they and the names leave.
    private const int CountColumns = 50;

    /// <summary>Draws a view.</summary>
    /// <param name="view">The campaign.</param>
    /// <param name="width">Columns of the screen.</param>
    public static IRenderable Of(CampaignView view, int width)
    {
        int names = view.Stages.Max(s => s.Name.Length);
        int counts = view.Stages.Max(s => DoneOf(s).Length);
        int bar = Math.Clamp(width - names - counts - CountColumns, 4, MostBarCells);
        var table = new Table { Border = TableBorder.None, ShowHeaders = true };
        table.AddColumn(Column("stage"));
        table.AddColumn(Column(""));
        foreach (string title in (string[])["done", "running", "queued", "waiting", "retrying", "failed", "a task"])
        {
            table.AddColumn(Column(title).RightAligned());
        }

        foreach (StageView stage in view.Stages)
        {
            table.AddRow(RowOf(stage, bar));
        }

        return new Rows(new Text(Headline(view), new Style(decoration: Decoration.Bold)), table, new Text(Footline(view)));
    }

    /// <summary>A bar of cells: done, without a result, running.</summary>
    public static string Bar(StageView stage, int cells)
    {
        int done = Cells(stage.Succeeded, stage.Total, cells);
        int lost = Cells(stage.Succeeded + stage.Failed + stage.Cancelled + stage.Skipped, stage.Total, cells) - done;
        int running = Math.Min(cells - done - lost, Cells(stage.Running, stage.Total, cells));
        return new string('█', done) + new string('x', lost) + new string('▒', running) + new string('·', cells - done - lost - running);
    }

    private static TableColumn Column(string title) => new TableColumn(title).NoWrap().PadLeft(0).PadRight(1);

    private static string DoneOf(StageView stage) => $"{Amounts.Number(stage.Succeeded)}/{Amounts.Number(stage.Total)}";

    private static IRenderable[] RowOf(StageView stage, int bar)
    {
        long lost = stage.Failed + stage.Cancelled + stage.Skipped;
        string colour = lost > 0 ? "red" : stage.Succeeded == stage.Total ? "green" : "blue";
        return
        [
            new Text(stage.Name),
            new Text(Bar(stage, bar), Style.Parse(colour)),
            new Text(DoneOf(stage)),
            Count(stage.Running), Count(stage.Submitted), Count(stage.Pending), Count(stage.Retrying),
            lost == 0 ? Count(0) : new Text(Amounts.Number(lost), Style.Parse("red")),
            new Text(stage.MeanSeconds > 0 ? Amounts.Duration(TimeSpan.FromSeconds(stage.MeanSeconds)) : ""),
        ];
    }

    private static Text Count(long value) => new(value == 0 ? "·" : Amounts.Number(value));

    private static string Headline(CampaignView view) =>
        $"campaign {view.Name} ({PhaseNames.Of(view.Phase)}{(view.Reason.Length > 0 && view.Phase != CampaignPhase.Ended ? ": " + view.Reason : "")})";

    private static string Footline(CampaignView view)
    {
        string rate = view.Phase == CampaignPhase.Ended ? "" : $"{Amounts.Rate(view.TasksPerSecond)}, ";
        string left = view.TimeLeft is { } span && view.Total > view.Succeeded + view.Fruitless ? $"{Amounts.Duration(span)} left, " : "";
        return $"{rate}{left}{Amounts.Duration(view.At - view.CreatedAt)} so far, {view.Retries} {(view.Retries == 1 ? "retry" : "retries")}";
    }

    // A bar is full only when everything is done, and not empty once something is.
    private static int Cells(long part, long whole, int cells) =>
        part <= 0 ? 0 : part >= whole ? cells : Math.Clamp((int)(part * cells / whole), 1, cells - 1);
}
