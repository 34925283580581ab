namespace HtcFlow.Objects.S3;

/// <summary>What an S3 store was seen to do; known once a process has needed to know.</summary>
/// <param name="Conditions">Whether a write can be made to fail where the object exists.</param>
/// <param name="Region">Region that requests are signed for.</param>
/// <param name="PathStyle">Whether the bucket stands in the path of requests.</param>
public sealed record StoreCapabilities(ConditionSupport Conditions, string Region, bool PathStyle);
