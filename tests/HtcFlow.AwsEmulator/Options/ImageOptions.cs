namespace HtcFlow.AwsEmulator.Options;

/// <summary>What is known of a container image.</summary>
public sealed class ImageOptions
{
    /// <summary>Whether pulling it fails.</summary>
    public bool IsMissing { get; set; }

    /// <summary>Command before the job's command where elements run as processes.</summary>
    public string[] Entrypoint { get; set; } = [];
}
