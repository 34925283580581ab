namespace HtcFlow.Aws.Batch.Jobs;

/// <summary>Which jobs to list.</summary>
/// <remarks>Made by one of the three functions, since the service takes no other combinations: names are not looked for among the children of an array.</remarks>
public sealed record ListQuery
{
    /// <summary>Most rows that the service puts into a page.</summary>
    public const int MaxPage = 100;

    private ListQuery()
    {
    }

    /// <summary>Name or ARN of the queue; null when children are listed.</summary>
    public string? JobQueue { get; private init; }

    /// <summary>Id of the array whose children are listed; null when a queue is.</summary>
    public string? ArrayJobId { get; private init; }

    /// <summary>The state that they must be in; null for any, when a name is looked for.</summary>
    public JobStatus? Status { get; private init; }

    /// <summary>Name that they must have, or <c>beginning*</c>; null for any.</summary>
    public string? JobName { get; private init; }

    /// <summary>Rows a page, 1..100.</summary>
    public int PageSize { get; init; } = MaxPage;

    /// <summary>Children of an array that are in a state.</summary>
    public static ListQuery OfArray(string arrayJobId, JobStatus status) => new() { ArrayJobId = arrayJobId, Status = status };

    /// <summary>Jobs and arrays, not children, of a queue that are in a state.</summary>
    public static ListQuery OfQueue(string jobQueue, JobStatus status) => new() { JobQueue = jobQueue, Status = status };

    /// <summary>Jobs and arrays of a queue with a name, in any state, newest first.</summary>
    /// <param name="jobQueue">Name or ARN of the queue.</param>
    /// <param name="jobName">The whole name in any case, or its beginning and <c>*</c>.</param>
    public static ListQuery Named(string jobQueue, string jobName) => new() { JobQueue = jobQueue, JobName = jobName };
}
