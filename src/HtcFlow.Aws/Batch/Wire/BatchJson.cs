using System.Text.Json.Serialization;
using HtcFlow.Aws.Batch.Definitions;
using HtcFlow.Aws.Batch.Jobs;
using HtcFlow.Aws.Batch.Queues;
using HtcFlow.Aws.Batch.Running;
using HtcFlow.Aws.Json;

namespace HtcFlow.Aws.Batch.Wire;

/// <summary>JSON of the requests and replies of Batch.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters =
    [
        typeof(MillisecondsConverter), typeof(WordConverter<JobStatus>), typeof(WordConverter<DependencyType>), typeof(WordConverter<ExitAction>),
        typeof(WordConverter<ResourceKind>), typeof(WordConverter<ResourceState>), typeof(WordConverter<ResourceStatus>),
    ])]
[JsonSerializable(typeof(SubmitRequest))]
[JsonSerializable(typeof(SubmitJobReply))]
[JsonSerializable(typeof(DescribeJobsBody))]
[JsonSerializable(typeof(DescribeJobsReply))]
[JsonSerializable(typeof(ListJobsBody))]
[JsonSerializable(typeof(ListJobsReply))]
[JsonSerializable(typeof(StopJobBody))]
[JsonSerializable(typeof(RegisterRequest))]
[JsonSerializable(typeof(RegisteredDefinition))]
[JsonSerializable(typeof(DescribeDefinitionsBody))]
[JsonSerializable(typeof(DescribeDefinitionsReply))]
[JsonSerializable(typeof(DescribeQueuesBody))]
[JsonSerializable(typeof(DescribeQueuesReply))]
[JsonSerializable(typeof(DescribeEnvironmentsBody))]
[JsonSerializable(typeof(DescribeEnvironmentsReply))]
[JsonSerializable(typeof(CreateEnvironmentRequest))]
[JsonSerializable(typeof(CreateQueueRequest))]
[JsonSerializable(typeof(UpdateEnvironmentRequest))]
[JsonSerializable(typeof(UpdateQueueRequest))]
[JsonSerializable(typeof(CreatedReply))]
internal sealed partial class BatchJson : JsonSerializerContext;
