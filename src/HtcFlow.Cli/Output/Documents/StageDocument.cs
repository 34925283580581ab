using HtcFlow.Engine.Views;

namespace HtcFlow.Cli.Output.Documents;

/// <summary>Counts of one stage.</summary>
/// <param name="Name">Stage.</param>
/// <param name="Total">All its tasks.</param>
/// <param name="Pending">Not sent yet.</param>
/// <param name="Submitted">Sent, not seen running.</param>
/// <param name="Running">Seen running.</param>
/// <param name="Retrying">Waiting for another attempt.</param>
/// <param name="Succeeded">With a result.</param>
/// <param name="Failed">Without a result after the last attempt.</param>
/// <param name="Cancelled">Cancelled.</param>
/// <param name="Skipped">Never started because something before them failed.</param>
/// <param name="MeanSeconds">Mean wall time of an attempt.</param>
internal sealed record StageDocument(
    string Name, long Total, long Pending, long Submitted, long Running, long Retrying,
    long Succeeded, long Failed, long Cancelled, long Skipped, double MeanSeconds)
{
    /// <summary>Copies a view.</summary>
    public static StageDocument Of(StageView stage) => new(
        stage.Name, stage.Total, stage.Pending, stage.Submitted, stage.Running, stage.Retrying,
        stage.Succeeded, stage.Failed, stage.Cancelled, stage.Skipped, Math.Round(stage.MeanSeconds, 3));
}
