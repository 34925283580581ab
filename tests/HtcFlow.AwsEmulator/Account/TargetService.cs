using System.Text.Json;
using HtcFlow.AwsEmulator.Http;
using HtcFlow.AwsEmulator.Signing;

namespace HtcFlow.AwsEmulator.Account;

/// <summary>A service that speaks JSON 1.1: the operation stands in a header, the error's name in the body.</summary>
internal abstract class TargetService(string name, string prefix) : IService
{
    private const string ContentType = "application/x-amz-json-1.1";
    private const int BadRequest = 400;

    public string Name => name;

    /// <summary>The operations that it knows.</summary>
    protected abstract IReadOnlyCollection<string> Operations { get; }

    public string? OperationOf(SignedRequest request)
    {
        string target = request.Header("x-amz-target");
        return target.StartsWith(prefix + ".", StringComparison.Ordinal) && Operations.Contains(target[(prefix.Length + 1)..]) ? target[(prefix.Length + 1)..] : null;
    }

    public Reply Answer(ServiceCall call)
    {
        Permission.Demand(this, call, "*");
        JsonElement input = JsonProtocol.Read(call.Request.Body);
        return Object(Write(call, input));
    }

    public Reply Refuse(ServiceFault fault)
    {
        Reply reply = Object(json =>
        {
            json.WriteString("__type", fault.Code);
            json.WriteString("message", fault.Message);
        });
        return reply with { Status = fault.Status };
    }

    public ServiceFault FaultOf(SignatureException problem) => JsonProtocol.FaultOf(problem, BadRequest);

    public ServiceFault Denied(ServiceCall call, string resource, bool isExplicit) =>
        new("AccessDeniedException", BadRequest, JsonProtocol.DeniedText(Name, call, resource, isExplicit));

    public ServiceFault Trouble(bool isThrottled) => isThrottled
        ? new ServiceFault("ThrottlingException", BadRequest, "Rate exceeded")
        : new ServiceFault("ServiceException", 500, "Something went wrong.");

    /// <summary>Answers an operation.</summary>
    protected abstract Action<Utf8JsonWriter> Write(ServiceCall call, JsonElement input);

    private static Reply Object(Action<Utf8JsonWriter> write) => JsonProtocol.Object(ContentType, write);
}
