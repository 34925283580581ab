using System.Globalization;
using System.Text;
using HtcFlow.Core.State;
using HtcFlow.Engine.Views;

namespace HtcFlow.Cli.Output;

/// <summary>Lines for logs and pipes: one every two seconds while something changes, one every half minute otherwise.</summary>
internal sealed class PlainProgress(TextWriter writer, TimeProvider time) : ProgressDisplay
{
    private static readonly TimeSpan s_busy = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(30);
    private DateTimeOffset _next = DateTimeOffset.MinValue;
    private DateTimeOffset _idleUntil = DateTimeOffset.MinValue;
    private string _last = "";

    /// <inheritdoc/>
    public override Task RunAsync(Func<Action<CampaignView>, Task> work) => work(Show);

    /// <summary>Spells a view without the time: <c>write 120/200 (4 running) | read 0/20 | 3.2/s, 25s left</c>.</summary>
    public static string LineOf(CampaignView view)
    {
        var text = new StringBuilder();
        foreach (StageView stage in view.Stages)
        {
            text.Append(text.Length == 0 ? "" : " | ").Append(CultureInfo.InvariantCulture, $"{stage.Name} {stage.Succeeded}/{stage.Total}");
            string[] parts = [.. Parts(stage)];
            text.Append(parts.Length == 0 ? "" : $" ({string.Join(", ", parts)})");
        }

        text.Append(view.TasksPerSecond > 0 ? $" | {Amounts.Rate(view.TasksPerSecond)}" : "");
        text.Append(view.TimeLeft is { } left && view.Total > view.Succeeded + view.Fruitless ? $", {Amounts.Duration(left)} left" : "");
        text.Append(view.Phase == CampaignPhase.Held ? " | held" : view.Reason.Length > 0 && view.Phase == CampaignPhase.Active ? " | waiting" : "");
        return text.Append(view.Reason.Length > 0 && view.Phase != CampaignPhase.Ended ? $": {view.Reason}" : "").ToString();
    }

    private static IEnumerable<string> Parts(StageView stage)
    {
        (long Count, string Name)[] counts =
        [
            (stage.Running, "running"), (stage.Submitted, "queued"), (stage.Retrying, "retrying"),
            (stage.Failed, "failed"), (stage.Cancelled, "cancelled"), (stage.Skipped, "skipped"),
        ];
        return counts.Where(c => c.Count > 0).Select(c => $"{c.Count} {c.Name}");
    }

    // What changes: counts, not the rate that decays by itself.
    private static string Essence(CampaignView view) => LineOf(view with { TasksPerSecond = 0 });

    private void Show(CampaignView view)
    {
        DateTimeOffset now = time.GetUtcNow();
        string essence = Essence(view);
        bool isOver = view.Phase == CampaignPhase.Ended && essence != _last;
        bool isDue = isOver || (essence == _last ? now >= _idleUntil : now >= _next);
        if (isDue)
        {
            writer.WriteLine($"{view.At.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture)}Z {LineOf(view)}");
            writer.Flush();
            _last = essence;
            _next = now + s_busy;
            _idleUntil = now + s_idle;
        }
    }
}
