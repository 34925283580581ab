using HtcFlow.Core.Ids;

namespace HtcFlow.Core.Ports;

/// <summary>An array as its backend knows it.</summary>
/// <param name="Name">Deterministic name: the identity.</param>
/// <param name="BackendId">The backend's own id; a convenience for calls and people, never an identity (it may wrap).</param>
/// <param name="Target">Name of the target that it was sent to; empty without targets.</param>
public sealed record JobHandle(JobName Name, string BackendId, string Target = "");
