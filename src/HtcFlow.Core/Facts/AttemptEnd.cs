using HtcFlow.Core.Wire;

namespace HtcFlow.Core.Facts;

/// <summary>One ended attempt within a <see cref="Fact.AttemptsEnded"/>.</summary>
/// <param name="Index">Task within the array's stage.</param>
/// <param name="Attempt">Attempt, 1 .. 255.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Exit">Exit code, 0 .. 255.</param>
/// <param name="Verdict">What follows.</param>
/// <param name="WallMilliseconds">Wall time, 0 when unknown.</param>
/// <param name="Machine">Machine type, empty when unknown.</param>
public readonly record struct AttemptEnd(
    long Index, int Attempt, Outcome Outcome, int Exit, Verdict Verdict, long WallMilliseconds, string Machine);
