namespace HtcFlow.Testing.S3;

/// <summary>What can happen to one request on its way through the proxy.</summary>
public enum ProxyFault
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>500 InternalError; the server hears nothing of the request.</summary>
    InternalError = 1,

    /// <summary>503 SlowDown, every other time with a Retry-After of a second; the server hears nothing of the request.</summary>
    SlowDown = 2,

    /// <summary>409 ConditionalRequestConflict; the server hears nothing of the request.</summary>
    Conflict = 3,

    /// <summary>The connection is closed half way through the request's body, or before the reply to one that has none.</summary>
    DropRequest = 4,

    /// <summary>The server does what it is asked, and the connection is closed before its reply.</summary>
    LoseReply = 5,

    /// <summary>The connection is closed half way through the reply's body, or before a reply that has none.</summary>
    TruncateReply = 6,

    /// <summary>The reply's body comes in small pieces with pauses.</summary>
    SlowReply = 7,

    /// <summary>A reply that the test has written; the server hears nothing of the request.</summary>
    Scripted = 8,
}
