using HtcFlow.AwsEmulator.Http;
using HtcFlow.AwsEmulator.Query;
using HtcFlow.AwsEmulator.Signing;

namespace HtcFlow.AwsEmulator.Ec2;

/// <summary>EC2: parameters of a form, XML in answers.</summary>
internal sealed class Ec2Service : IService
{
    private const string Version = "2016-11-15";

    private static readonly Dictionary<string, Func<Ec2Request, Reply>> s_operations = new(StringComparer.Ordinal)
    {
        ["DescribeSpotPriceHistory"] = SpotPrices.Describe,
        ["DescribeInstanceTypes"] = InstanceTypes.Describe,
        ["DescribeInstances"] = Machines.Describe,
        ["TerminateInstances"] = Machines.Terminate,
        ["DescribeRegions"] = Places.Regions,
        ["DescribeAvailabilityZones"] = Places.Zones,
        ["DescribeSubnets"] = Places.Subnets,
        ["DescribeLaunchTemplateVersions"] = LaunchTemplates.Describe,
    };

    public string Name => "ec2";

    public string? OperationOf(SignedRequest request)
    {
        if (request.Path != "/")
        {
            return null;
        }

        var form = new QueryForm(request);
        return form.Text("Version") == Version && form.Text("Action") is { } action && s_operations.ContainsKey(action) ? action : null;
    }

    public Reply Answer(ServiceCall call) => s_operations[call.Operation](new Ec2Request(this, call, new QueryForm(call.Request)));

    public Reply Refuse(ServiceFault fault) => fault.Code == "UnknownOperationException"
        ? XmlProtocol.Ec2Error(new ServiceFault("InvalidAction", 400, "The action is not valid for this web service."))
        : XmlProtocol.Ec2Error(fault);

    public ServiceFault FaultOf(SignatureException problem) => problem.Problem switch
    {
        SignatureProblem.Missing => new ServiceFault("MissingParameter", 400, "The request must contain the parameter AWSAccessKeyId"),
        SignatureProblem.TooOld or SignatureProblem.TooEarly or SignatureProblem.ExpiredToken =>
            new ServiceFault("RequestExpired", 400, "Request has expired."),
        SignatureProblem.WrongRegion => new ServiceFault("AuthFailure", 401, problem.Message),
        _ => new ServiceFault("AuthFailure", 401, "AWS was not able to validate the provided access credentials"),
    };

    public ServiceFault Denied(ServiceCall call, string resource, bool isExplicit) => new(
        "UnauthorizedOperation", 403, $"You are not authorized to perform this operation. {JsonProtocol.DeniedText(Name, call, resource, isExplicit)}");

    public ServiceFault Trouble(bool isThrottled) => isThrottled
        ? new ServiceFault("RequestLimitExceeded", 503, "Request limit exceeded.")
        : new ServiceFault("InternalError", 500, "An internal error has occurred");
}
