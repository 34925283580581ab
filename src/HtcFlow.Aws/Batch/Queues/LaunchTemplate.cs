namespace HtcFlow.Aws.Batch.Queues;

/// <summary>Names a launch template of EC2, by id or by name.</summary>
public sealed record LaunchTemplate
{
    /// <summary>Its id; null when it goes by name.</summary>
    public string? LaunchTemplateId { get; init; }

    /// <summary>Its name; null when it goes by id.</summary>
    public string? LaunchTemplateName { get; init; }

    /// <summary>A number, <c>$Latest</c> or <c>$Default</c>; null for the default.</summary>
    public string? Version { get; init; }
}
