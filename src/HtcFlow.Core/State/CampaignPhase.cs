namespace HtcFlow.Core.State;

/// <summary>Where a campaign stands.</summary>
public enum CampaignPhase : byte
{
    /// <summary>Not created yet.</summary>
    None = 0,

    /// <summary>Arrays are planned as the window allows.</summary>
    Active = 1,

    /// <summary>No further array is planned until it is released.</summary>
    Held = 2,

    /// <summary>Every task is final.</summary>
    Ended = 3,
}
