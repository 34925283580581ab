namespace HtcFlow.Runner.Watch;

/// <summary>How far the command is, which decides what an unfinished-looking file means.</summary>
internal enum CommandState
{
    /// <summary>It runs: a file that somebody writes to will be finished later.</summary>
    Running = 0,

    /// <summary>It has ended by itself: whatever is there is as finished as it will ever be.</summary>
    Ended = 1,

    /// <summary>It was killed: a file that it was writing looks finished and is not.</summary>
    Killed = 2,
}
