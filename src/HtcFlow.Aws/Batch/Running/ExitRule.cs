namespace HtcFlow.Aws.Batch.Running;

/// <summary>Says by how an attempt ended whether there is another; conditions that are not null must all hold.</summary>
/// <remarks>Patterns are up to 512 characters long and may end in <c>*</c>. The first rule that fits counts; where none fits, the service tries again.</remarks>
public sealed record ExitRule
{
    /// <summary>Pattern for the status reason, for example <c>Host EC2*</c> for an instance that is gone.</summary>
    public string? OnStatusReason { get; init; }

    /// <summary>Pattern for the reason of the container, for example <c>CannotPull*</c>.</summary>
    public string? OnReason { get; init; }

    /// <summary>Pattern for the exit code, in decimal digits.</summary>
    public string? OnExitCode { get; init; }

    /// <summary>What follows.</summary>
    public required ExitAction Action { get; init; }
}
