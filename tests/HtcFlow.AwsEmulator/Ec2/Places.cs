using System.Xml.Linq;
using HtcFlow.AwsEmulator.Http;
using HtcFlow.AwsEmulator.Query;

namespace HtcFlow.AwsEmulator.Ec2;

/// <summary>DescribeRegions, DescribeAvailabilityZones and DescribeSubnets.</summary>
internal static class Places
{
    /// <summary>The regions of the account.</summary>
    public static Reply Regions(Ec2Request request)
    {
        request.Demand("*");
        List<string> names = request.Form.List("RegionName");
        return XmlProtocol.Ec2("DescribeRegions", XmlProtocol.Set("regionInfo", request.Region.Emulator.Options.Regions
            .Where(name => names.Count == 0 || names.Contains(name))
            .Select(static name => new XElement(
                "item",
                new XElement("regionName", name),
                new XElement("regionEndpoint", $"ec2.{name}.amazonaws.com"),
                new XElement("optInStatus", "opt-in-not-required")))));
    }

    /// <summary>The zones of the region.</summary>
    public static Reply Zones(Ec2Request request)
    {
        request.Demand("*");
        string region = request.Region.Name;
        return XmlProtocol.Ec2("DescribeAvailabilityZones", XmlProtocol.Set("availabilityZoneInfo", request.Region.Zones.Select((zone, at) => new XElement(
            "item",
            new XElement("optInStatus", "opt-in-not-required"),
            new XElement("messageSet"),
            new XElement("zoneName", zone),
            new XElement("zoneState", "available"),
            new XElement("regionName", region),
            new XElement("zoneId", $"{region.Replace("-", "", StringComparison.Ordinal)}-az{at + 1}"),
            new XElement("groupName", region),
            new XElement("networkBorderGroup", region),
            new XElement("zoneType", "availability-zone")))));
    }

    /// <summary>The subnets that are there from the start.</summary>
    public static Reply Subnets(Ec2Request request)
    {
        request.Demand("*");
        List<string> ids = request.Form.List("SubnetId");
        IReadOnlyDictionary<string, string> all = request.Region.Subnets;
        if (ids.Find(id => !all.ContainsKey(id)) is { } unknown)
        {
            throw new ServiceFault("InvalidSubnetID.NotFound", 400, $"The subnet ID '{unknown}' does not exist");
        }

        return XmlProtocol.Ec2("DescribeSubnets", XmlProtocol.Set("subnetSet", all.Where(subnet => ids.Count == 0 || ids.Contains(subnet.Key)).Select((subnet, at) => new XElement(
            "item",
            new XElement("subnetId", subnet.Key),
            new XElement("state", "available"),
            new XElement("vpcId", "vpc-0a1b2c3d4e5f60718"),
            new XElement("cidrBlock", $"10.0.{at * 16}.0/20"),
            new XElement("availabilityZone", subnet.Value),
            new XElement("mapPublicIpOnLaunch", true)))));
    }
}
