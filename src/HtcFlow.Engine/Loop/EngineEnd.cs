namespace HtcFlow.Engine.Loop;

/// <summary>Why an engine stopped working on a campaign.</summary>
public enum EngineEnd
{
    /// <summary>Not set.</summary>
    None = 0,

    /// <summary>Every task is final.</summary>
    Ended = 1,

    /// <summary>It was told to stop; the campaign can be resumed.</summary>
    Stopped = 2,

    /// <summary>The campaign is held and nothing of it runs any more.</summary>
    Held = 3,
}
