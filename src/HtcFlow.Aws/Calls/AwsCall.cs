namespace HtcFlow.Aws.Calls;

/// <summary>A call of an operation.</summary>
internal sealed record AwsCall
{
    /// <summary>For example <c>SubmitJob</c>.</summary>
    public required string Operation { get; init; }

    /// <summary>On what, for messages.</summary>
    public required string Subject { get; init; }

    /// <summary>Path of the operation.</summary>
    public string Path { get; init; } = "/";

    /// <summary>Kind of the body.</summary>
    public required string ContentType { get; init; }

    /// <summary>Value of <c>X-Amz-Target</c>; null for none.</summary>
    public string? Target { get; init; }

    /// <summary>The body.</summary>
    public required byte[] Body { get; init; }

    /// <summary>Code of a refusal that is what was asked for; null for none.</summary>
    public string? GoodCode { get; init; }

    /// <summary>Whether sending it twice is as good as once.</summary>
    public bool IsRepeatable { get; init; } = true;
}
