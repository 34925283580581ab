using HtcFlow.Core.Wire;

namespace HtcFlow.Core.Money;

/// <summary>An attempt that ended, and the part of a machine that it occupied.</summary>
/// <param name="Stage">Position of its stage in the campaign.</param>
/// <param name="Index">Task within the stage.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="WallMilliseconds">How long it took, 0 when nobody says.</param>
/// <param name="Vcpus">Processors that it occupied, at least 1.</param>
/// <param name="Instance">Id of the machine; a name that is no instance's where it did not run on one.</param>
/// <param name="Machine">Type of the machine.</param>
public readonly record struct AttemptUse(
    int Stage, long Index, Outcome Outcome, DateTimeOffset EndedAt, long WallMilliseconds, int Vcpus, string Instance, string Machine)
{
    /// <summary>When it began.</summary>
    public DateTimeOffset BeganAt => EndedAt - TimeSpan.FromMilliseconds(WallMilliseconds);
}
