namespace HtcFlow.Campaigns;

/// <summary>How bad a problem of a campaign file is.</summary>
public enum Severity
{
    /// <summary>The campaign cannot be submitted.</summary>
    Error = 0,

    /// <summary>The campaign can be submitted, but the file may not say what its author meant.</summary>
    Warning = 1,
}
