using System.Xml.Linq;
using HtcFlow.AwsEmulator.Http;
using HtcFlow.AwsEmulator.Options;
using HtcFlow.AwsEmulator.Query;
using HtcFlow.AwsEmulator.Signing;

namespace HtcFlow.AwsEmulator.Account;

/// <summary>IAM: what a key might do.</summary>
internal sealed class IamService : IService
{
    private const string Space = "https://iam.amazonaws.com/doc/2010-05-08/";
    private const string Version = "2010-05-08";
    private const string Operation = "SimulatePrincipalPolicy";

    public string Name => "iam";

    public string? OperationOf(SignedRequest request)
    {
        if (request.Path != "/")
        {
            return null;
        }

        var form = new QueryForm(request);
        return form.Text("Version") == Version && form.Text("Action") == Operation ? Operation : null;
    }

    public Reply Answer(ServiceCall call)
    {
        var form = new QueryForm(call.Request);
        string source = form.Text("PolicySourceArn") ?? "";
        Permission.Demand(this, call, source);
        AccessKeyOptions key = Array.Find(call.Region.Emulator.Options.Keys, key => source == ServiceCall.CallerOf(key, call.Region.Emulator.Options.AccountId) || source.EndsWith("/" + key.Name.Split('/')[0], StringComparison.Ordinal))
            ?? throw new ServiceFault("NoSuchEntity", 404, $"The entity {source} cannot be found.");
        List<string> resources = form.List("ResourceArns.member") is { Count: > 0 } named ? named : ["*"];
        IEnumerable<XElement> results =
            from action in form.List("ActionNames.member")
            from resource in resources
            let judged = Policy.Judge(key.Statements, action, resource)
            select new XElement(
                "member",
                new XElement("EvalActionName", action),
                new XElement("EvalResourceName", resource),
                new XElement("EvalDecision", judged.IsAllowed ? "allowed" : judged.IsDenied ? "explicitDeny" : "implicitDeny"),
                new XElement("MatchedStatements"),
                new XElement("MissingContextValues"));
        return XmlProtocol.Query(call.Operation, Space, new XElement("IsTruncated", false), new XElement("EvaluationResults", results));
    }

    public Reply Refuse(ServiceFault fault) => XmlProtocol.QueryError(fault, Space);

    public ServiceFault FaultOf(SignatureException problem) => QueryFaults.Of(problem);

    public ServiceFault Denied(ServiceCall call, string resource, bool isExplicit) =>
        new("AccessDenied", 403, JsonProtocol.DeniedText(Name, call, resource, isExplicit));

    public ServiceFault Trouble(bool isThrottled) => QueryFaults.Trouble(isThrottled);
}
