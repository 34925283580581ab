namespace HtcFlow.Core.Money;

/// <summary>What machine time was paid for.</summary>
public enum Purpose
{
    /// <summary>Attempts whose results count.</summary>
    Useful,

    /// <summary>Attempts that ended because their machine was taken away or vanished.</summary>
    LostToReclaim,

    /// <summary>Attempts that were ended for being slow.</summary>
    LostToSlowness,

    /// <summary>Attempts that failed by themselves.</summary>
    LostToFailure,

    /// <summary>Attempts that the user cancelled.</summary>
    Cancelled,

    /// <summary>Attempts that succeeded at tasks which had succeeded before.</summary>
    Repeated,

    /// <summary>Time of machines that no attempt covers: start, image pull, waiting, room that nothing fits into, shutdown.</summary>
    IdleAndStart,

    /// <summary>Time of machines that still run, since the last attempt on them ended: what it was for is not known yet.</summary>
    Unsettled,

    /// <summary>Time in which attempts whose results count waited for inputs, programs and checkpoints, where their reports tell.</summary>
    StageIn,
}
