namespace HtcFlow.Aws.Batch.Running;

/// <summary>How much of something a container needs.</summary>
/// <param name="Type">Of what.</param>
/// <param name="Value">How much, in decimal digits.</param>
public sealed record ResourceRequirement(ResourceKind Type, string Value);
