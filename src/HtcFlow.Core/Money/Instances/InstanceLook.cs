namespace HtcFlow.Core.Money.Instances;

/// <summary>What one look at an account changed: what is not named goes on as it was.</summary>
/// <param name="At">When it was made.</param>
public sealed record InstanceLook(DateTimeOffset At)
{
    /// <summary>Region that was looked at, for example <c>eu-west-1</c>.</summary>
    public string Region { get; init; } = "";

    /// <summary>Instances seen for the first time, with whether each of them ran.</summary>
    public IReadOnlyList<SeenInstance> New { get; init; } = [];

    /// <summary>Ids of instances that were pending before and run now.</summary>
    public IReadOnlyList<string> Running { get; init; } = [];

    /// <summary>Ids of instances that are gone.</summary>
    public IReadOnlyList<string> Gone { get; init; } = [];

    /// <summary>Of those that are gone, what the cloud says of their ends; null in books of before there was this.</summary>
    public IReadOnlyList<InstanceEnd>? Ends { get; init; }
}
