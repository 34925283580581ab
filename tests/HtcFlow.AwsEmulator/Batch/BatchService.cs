using System.Text.Json;
using HtcFlow.AwsEmulator.Http;
using HtcFlow.AwsEmulator.Signing;

namespace HtcFlow.AwsEmulator.Batch;

/// <summary>AWS Batch: JSON in bodies, the operation in the path.</summary>
internal sealed class BatchService : IService
{
    private const string TagPath = "/v1/tags/";
    private const int Forbidden = 403;

    private static readonly Dictionary<string, (string Operation, Func<BatchRequest, Reply> Answer)> s_operations = new(StringComparer.Ordinal)
    {
        ["/v1/submitjob"] = ("SubmitJob", SubmitJob.Answer),
        ["/v1/describejobs"] = ("DescribeJobs", DescribeJobs.Answer),
        ["/v1/listjobs"] = ("ListJobs", ListJobs.Answer),
        ["/v1/terminatejob"] = ("TerminateJob", StopJob.Terminate),
        ["/v1/canceljob"] = ("CancelJob", StopJob.Cancel),
        ["/v1/registerjobdefinition"] = ("RegisterJobDefinition", JobDefinitions.Register),
        ["/v1/describejobdefinitions"] = ("DescribeJobDefinitions", JobDefinitions.Describe),
        ["/v1/deregisterjobdefinition"] = ("DeregisterJobDefinition", JobDefinitions.Deregister),
        ["/v1/createjobqueue"] = ("CreateJobQueue", JobQueues.Create),
        ["/v1/describejobqueues"] = ("DescribeJobQueues", JobQueues.Describe),
        ["/v1/updatejobqueue"] = ("UpdateJobQueue", JobQueues.Update),
        ["/v1/deletejobqueue"] = ("DeleteJobQueue", JobQueues.Delete),
        ["/v1/createcomputeenvironment"] = ("CreateComputeEnvironment", ComputeEnvironments.Create),
        ["/v1/describecomputeenvironments"] = ("DescribeComputeEnvironments", ComputeEnvironments.Describe),
        ["/v1/updatecomputeenvironment"] = ("UpdateComputeEnvironment", ComputeEnvironments.Update),
        ["/v1/deletecomputeenvironment"] = ("DeleteComputeEnvironment", ComputeEnvironments.Delete),
    };

    public string Name => "batch";

    public string? OperationOf(SignedRequest request)
    {
        if (request.Path.StartsWith(TagPath, StringComparison.Ordinal))
        {
            return request.Method switch { "GET" => "ListTagsForResource", "POST" => "TagResource", "DELETE" => "UntagResource", _ => null };
        }

        return request.Method == "POST" && s_operations.TryGetValue(request.Path, out (string Operation, Func<BatchRequest, Reply>) known)
            ? known.Operation
            : null;
    }

    public Reply Answer(ServiceCall call)
    {
        JsonElement input = JsonProtocol.Read(call.Request.Body);
        var request = new BatchRequest(this, call, input);
        return call.Request.Path.StartsWith(TagPath, StringComparison.Ordinal)
            ? Tags.Answer(request, Uri.UnescapeDataString(call.Request.Path[TagPath.Length..]))
            : s_operations[call.Request.Path].Answer(request);
    }

    public Reply Refuse(ServiceFault fault)
    {
        Reply reply = JsonProtocol.Object("application/json", json => json.WriteString("message", fault.Message));
        return reply with { Status = fault.Status, Error = fault.Code };
    }

    public ServiceFault FaultOf(SignatureException problem) => JsonProtocol.FaultOf(problem, Forbidden);

    public ServiceFault Denied(ServiceCall call, string resource, bool isExplicit) =>
        new("AccessDeniedException", Forbidden, JsonProtocol.DeniedText(Name, call, resource, isExplicit));

    public ServiceFault Trouble(bool isThrottled) => isThrottled ? BatchFault.Throttled() : BatchFault.Server();
}
