namespace HtcFlow.Aws.Batch.Queues;

/// <summary>The machine image of a kind of instances.</summary>
/// <param name="ImageType">Kind, for example <c>ECS_AL2023</c>.</param>
/// <param name="ImageIdOverride">Id of an image in place of the kind's own; null for that one.</param>
public sealed record ImageChoice(string ImageType, string? ImageIdOverride);
