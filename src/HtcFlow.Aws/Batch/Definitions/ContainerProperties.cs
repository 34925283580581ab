using HtcFlow.Aws.Batch.Running;

namespace HtcFlow.Aws.Batch.Definitions;

/// <summary>The container of a definition.</summary>
public sealed record ContainerProperties
{
    /// <summary>The image, by tag or digest.</summary>
    public string? Image { get; init; }

    /// <summary>Arguments of the image's entry point.</summary>
    public IReadOnlyList<string>? Command { get; init; }

    /// <summary>ARN of the role that the command has.</summary>
    public string? JobRoleArn { get; init; }

    /// <summary>ARN of the role that gets the image and writes the log.</summary>
    public string? ExecutionRoleArn { get; init; }

    /// <summary>Variables.</summary>
    public IReadOnlyList<EnvironmentVariable>? Environment { get; init; }

    /// <summary>Processors and memory.</summary>
    public IReadOnlyList<ResourceRequirement>? ResourceRequirements { get; init; }

    /// <summary>Directories of the host.</summary>
    public IReadOnlyList<Volume>? Volumes { get; init; }

    /// <summary>Where they are seen.</summary>
    public IReadOnlyList<MountPoint>? MountPoints { get; init; }

    /// <summary>Limits of processes.</summary>
    public IReadOnlyList<Ulimit>? Ulimits { get; init; }

    /// <summary>What is asked of the kernel.</summary>
    public LinuxParameters? LinuxParameters { get; init; }

    /// <summary>Where output goes; null for the service's own log.</summary>
    public LogConfiguration? LogConfiguration { get; init; }

    /// <summary>Whether the image's files may only be read.</summary>
    public bool? ReadonlyRootFilesystem { get; init; }

    /// <summary>User that the command runs as; null for the image's.</summary>
    public string? User { get; init; }
}
