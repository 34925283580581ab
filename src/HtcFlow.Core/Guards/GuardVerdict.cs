using HtcFlow.Core.Wire;

namespace HtcFlow.Core.Guards;

/// <summary>A guard's word that an attempt has to end.</summary>
/// <param name="Guard">Which guard.</param>
/// <param name="Outcome">Outcome of the attempt.</param>
/// <param name="Exit">Exit code, 0 .. 255; 75 asks for a retry.</param>
/// <param name="Reason">One line for people.</param>
public sealed record GuardVerdict(GuardKind Guard, Outcome Outcome, int Exit, string Reason)
{
    /// <summary>The attempt is too slow: another one, elsewhere, may do better.</summary>
    public static GuardVerdict Slow(GuardKind guard, string reason) => new(guard, Outcome.Slow, ExitCode.TryAgain, reason);
}
