namespace HtcFlow.Backends.Simulated.Service;

/// <summary>What goes wrong with a call.</summary>
internal enum CallTrouble
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>It never arrives.</summary>
    LostRequest = 1,

    /// <summary>It takes effect, and nobody hears of it.</summary>
    LostReply = 2,

    /// <summary>The service asks for fewer calls.</summary>
    Throttled = 3,
}
