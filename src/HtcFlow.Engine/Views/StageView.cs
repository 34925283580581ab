namespace HtcFlow.Engine.Views;

/// <summary>Counts of one stage at a moment.</summary>
/// <param name="Name">Stage.</param>
/// <param name="Total">All tasks.</param>
/// <param name="Pending">Not sent yet.</param>
/// <param name="Submitted">Sent, not seen running.</param>
/// <param name="Running">Seen running.</param>
/// <param name="Retrying">Waiting for another attempt.</param>
/// <param name="Succeeded">With an accepted result.</param>
/// <param name="Failed">Without a result after the last attempt.</param>
/// <param name="Cancelled">Cancelled by the user.</param>
/// <param name="Skipped">Never started, because something before them failed.</param>
/// <param name="MeanSeconds">Mean wall time of ended attempts; 0 when none has ended.</param>
public sealed record StageView(
    string Name, long Total, long Pending, long Submitted, long Running, long Retrying,
    long Succeeded, long Failed, long Cancelled, long Skipped, double MeanSeconds);
