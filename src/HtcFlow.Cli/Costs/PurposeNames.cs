using HtcFlow.Core.Money;

namespace HtcFlow.Cli.Costs;

/// <summary>Spells purposes for people.</summary>
internal static class PurposeNames
{
    /// <summary>Spells a purpose.</summary>
    public static string Of(Purpose purpose) => purpose switch
    {
        Purpose.Useful => "useful",
        Purpose.LostToReclaim => "reclaimed",
        Purpose.LostToSlowness => "slow",
        Purpose.LostToFailure => "failed",
        Purpose.Cancelled => "cancelled",
        Purpose.Repeated => "repeated",
        Purpose.StageIn => "stage-in",
        Purpose.IdleAndStart => "idle and start",
        _ => "not settled yet",
    };
}
