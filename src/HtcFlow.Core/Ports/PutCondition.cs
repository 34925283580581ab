namespace HtcFlow.Core.Ports;

/// <summary>When an object may be written.</summary>
public enum PutCondition
{
    /// <summary>Always; an object of that key is replaced.</summary>
    Always = 0,

    /// <summary>Only when no object of that key exists (S3 <c>If-None-Match: *</c>, <c>link(2)</c> in a directory).</summary>
    IfAbsent = 1,
}
