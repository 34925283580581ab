namespace HtcFlow.Runner.Watch;

/// <summary>Whether somebody has a file open for writing.</summary>
internal enum WriterState
{
    /// <summary>The kernel would not say, so only the passing of time can.</summary>
    Unknown = 0,

    /// <summary>Nobody has.</summary>
    None = 1,

    /// <summary>Somebody has: the file is not finished.</summary>
    Open = 2,

    /// <summary>The file is gone.</summary>
    Gone = 3,
}
