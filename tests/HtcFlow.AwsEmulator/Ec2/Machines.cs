using System.Xml.Linq;
using HtcFlow.AwsEmulator.Http;
using HtcFlow.AwsEmulator.Query;
using HtcFlow.AwsEmulator.World;

namespace HtcFlow.AwsEmulator.Ec2;

/// <summary>DescribeInstances and TerminateInstances.</summary>
internal static class Machines
{
    private const int Page = 1000;

    // How long instances are shown that are gone.
    private static readonly TimeSpan s_shown = TimeSpan.FromHours(1);

    /// <summary>Describes instances by id or by filter.</summary>
    public static Reply Describe(Ec2Request request)
    {
        request.Demand("*");
        DateTimeOffset oldest = request.Region.Emulator.Agenda.Now - s_shown;
        List<string> ids = request.Form.List("InstanceId");
        IEnumerable<Instance> wanted = ids.Count > 0
            ? ids.Select(id => Find(request.Region, id)).ToList()
            : request.Region.Fleet.Instances;
        Dictionary<string, List<string>> filters = request.Form.Filters();
        List<Instance> found = [.. wanted
            .Where(instance => instance.StoppedAt is not { } stopped || stopped > oldest)
            .Where(instance => filters.All(filter => Fits(instance, filter.Key, filter.Value)))];
        (int from, int count, string next) = request.Page(found.Count, Page);
        string account = request.Region.Emulator.Options.AccountId;
        return XmlProtocol.Ec2(
            "DescribeInstances",
            XmlProtocol.Set("reservationSet", found.Skip(from).Take(count).Select(instance => new XElement(
                "item",
                new XElement("reservationId", "r-" + instance.Id[2..]),
                new XElement("ownerId", account),
                new XElement("groupSet"),
                XmlProtocol.Set("instancesSet", [MachineWriting.Item(instance)])))),
            next.Length > 0 ? new XElement("nextToken", next) : null);
    }

    /// <summary>Terminates instances; the elements on them get SIGTERM and soon SIGKILL.</summary>
    public static Reply Terminate(Ec2Request request)
    {
        List<string> ids = request.Form.List("InstanceId");
        if (ids.Count == 0)
        {
            throw new ServiceFault("MissingParameter", 400, "The request must contain the parameter InstanceId");
        }

        foreach (string id in ids)
        {
            request.Demand(request.Region.Arn("ec2", $"instance/{id}"));
        }

        List<Instance> instances = [.. ids.Select(id => Find(request.Region, id))];
        List<XElement> items = [];
        foreach (Instance instance in instances)
        {
            XElement before = MachineWriting.State("previousState", instance.State);
            request.Region.Fleet.ShutDown(instance);
            items.Add(new XElement(
                "item", new XElement("instanceId", instance.Id), MachineWriting.State("currentState", instance.State), before));
        }

        return XmlProtocol.Ec2("TerminateInstances", XmlProtocol.Set("instancesSet", items));
    }

    private static Instance Find(Region region, string id)
    {
        bool isId = id.StartsWith("i-", StringComparison.Ordinal) && id.Length is 10 or 19 && id[2..].All(char.IsAsciiHexDigitLower);
        if (!isId)
        {
            throw new ServiceFault("InvalidInstanceID.Malformed", 400, $"Invalid id: \"{id}\"");
        }

        return region.Fleet.Find(id) ?? throw new ServiceFault("InvalidInstanceID.NotFound", 400, $"The instance ID '{id}' does not exist");
    }

    private static bool Fits(Instance instance, string filter, List<string> values) => values.Exists(value => Signing.Policy.Matches(
        value,
        filter switch
        {
            "instance-id" => instance.Id,
            "instance-state-name" => MachineWriting.Name(instance.State),
            "instance-type" => instance.Type.Name,
            "availability-zone" => instance.Zone,
            "instance-lifecycle" => instance.IsSpot ? "spot" : "",
            "tag:Name" => instance.Environment.Name,
            "tag:AWSBatchServiceTag" => "batch",
            "tag-key" => value is "Name" or "AWSBatchServiceTag" ? value : "",
            _ => throw new ServiceFault("InvalidParameterValue", 400, $"The filter '{filter}' is invalid"),
        },
        StringComparison.Ordinal));
}
