using System.Xml.Linq;
using HtcFlow.AwsEmulator.Http;
using HtcFlow.AwsEmulator.Query;
using HtcFlow.AwsEmulator.Signing;

namespace HtcFlow.AwsEmulator.Account;

/// <summary>STS: who asks.</summary>
internal sealed class StsService : IService
{
    private const string Space = "https://sts.amazonaws.com/doc/2011-06-15/";
    private const string Version = "2011-06-15";

    public string Name => "sts";

    public string? OperationOf(SignedRequest request)
    {
        if (request.Path != "/")
        {
            return null;
        }

        var form = new QueryForm(request);
        return form.Text("Version") == Version && form.Text("Action") is "GetCallerIdentity" ? "GetCallerIdentity" : null;
    }

    // Nobody can be denied to ask who he is.
    public Reply Answer(ServiceCall call) => XmlProtocol.Query(
        call.Operation,
        Space,
        new XElement("Arn", call.CallerArn),
        new XElement("UserId", (call.Key.SessionToken is null ? "AIDA" : "AROA") + "EMULATOR00000001"),
        new XElement("Account", call.Region.Emulator.Options.AccountId));

    public Reply Refuse(ServiceFault fault) => XmlProtocol.QueryError(fault, Space);

    public ServiceFault FaultOf(SignatureException problem) => QueryFaults.Of(problem);

    public ServiceFault Denied(ServiceCall call, string resource, bool isExplicit) =>
        new("AccessDenied", 403, JsonProtocol.DeniedText(Name, call, resource, isExplicit));

    public ServiceFault Trouble(bool isThrottled) => QueryFaults.Trouble(isThrottled);
}
