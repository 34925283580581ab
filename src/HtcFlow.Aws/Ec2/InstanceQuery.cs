namespace HtcFlow.Aws.Ec2;

/// <summary>Which instances are wanted.</summary>
public sealed record InstanceQuery
{
    /// <summary>Ids; empty for all. An id that is not known (any more) fails the call.</summary>
    public IReadOnlyCollection<string> Ids { get; init; } = [];

    /// <summary>Values by the name of a filter, for example <c>instance-state-name</c> or <c>tag:campaign</c>; one of the values of each must fit.</summary>
    public IReadOnlyDictionary<string, IReadOnlyCollection<string>> Filters { get; init; } = new Dictionary<string, IReadOnlyCollection<string>>();

    /// <summary>Rows a page, 5..1,000; not sent together with ids, which the service refuses.</summary>
    public int PageSize { get; init; } = 1000;
}
