namespace HtcFlow.Core.Requests;

/// <summary>What a user can ask of a campaign's engine from another process.</summary>
public enum RequestKind
{
    /// <summary>Not set; refused.</summary>
    None = 0,

    /// <summary>Plan no further arrays.</summary>
    Hold = 1,

    /// <summary>Go on.</summary>
    Release = 2,

    /// <summary>Cancel tasks.</summary>
    Cancel = 3,

    /// <summary>Reopen failed, cancelled and skipped tasks.</summary>
    Retry = 4,

    /// <summary>End the engine cleanly, leaving the campaign to be resumed.</summary>
    Stop = 5,
}
