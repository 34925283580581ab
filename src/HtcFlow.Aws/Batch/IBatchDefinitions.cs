using HtcFlow.Aws.Batch.Definitions;

namespace HtcFlow.Aws.Batch;

/// <summary>The job definitions of one account in one region of AWS Batch.</summary>
/// <remarks>
/// Owned by <see cref="AwsServices"/>; callers: any thread. Definitions are kept by the service until somebody deregisters them; one that was registered
/// twice, as after a lost reply, has two revisions and does no harm. Fails with <see cref="Core.Ports.FaultException"/>.
/// </remarks>
public interface IBatchDefinitions
{
    /// <summary>Registers a definition, or a new revision of the one of that name.</summary>
    Task<RegisteredDefinition> RegisterAsync(RegisterRequest request, CancellationToken cancellationToken);

    /// <summary>Describes definitions, page by page as they are taken; an unknown name has none.</summary>
    IAsyncEnumerable<JobDefinition> DescribeAsync(DefinitionQuery query, CancellationToken cancellationToken);
}
