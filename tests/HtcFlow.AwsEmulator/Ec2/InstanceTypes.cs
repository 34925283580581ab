using System.Globalization;
using System.Xml.Linq;
using HtcFlow.AwsEmulator.Http;
using HtcFlow.AwsEmulator.Query;
using HtcFlow.AwsEmulator.World;

namespace HtcFlow.AwsEmulator.Ec2;

/// <summary>DescribeInstanceTypes.</summary>
internal static class InstanceTypes
{
    private const int Page = 100;

    /// <summary>Describes types by name or by filter.</summary>
    public static Reply Describe(Ec2Request request)
    {
        request.Demand("*");
        List<string> names = request.Form.List("InstanceType");
        if (names.Find(static name => !TypeTable.Types.ContainsKey(name)) is { } unknown)
        {
            throw new ServiceFault("InvalidInstanceType", 400, $"The following supplied instance types do not exist: [{unknown}]");
        }

        Dictionary<string, List<string>> filters = request.Form.Filters();
        List<InstanceType> found = [.. TypeTable.Types.Values
            .Where(type => names.Count == 0 || names.Contains(type.Name))
            .Where(type => filters.All(filter => Fits(type, filter.Key, filter.Value)))
            .OrderBy(static type => type.Name, StringComparer.Ordinal)];
        (int from, int count, string next) = request.Page(found.Count, Page);
        return XmlProtocol.Ec2(
            "DescribeInstanceTypes",
            XmlProtocol.Set("instanceTypeSet", found.Skip(from).Take(count).Select(Item)),
            next.Length > 0 ? new XElement("nextToken", next) : null);
    }

    private static bool Fits(InstanceType type, string filter, List<string> values)
    {
        string text = filter switch
        {
            "instance-type" => type.Name,
            "processor-info.supported-architecture" => type.Family.Architecture,
            "vcpu-info.default-vcpus" => type.Vcpus.ToString(CultureInfo.InvariantCulture),
            "memory-info.size-in-mib" => type.MemoryMib.ToString(CultureInfo.InvariantCulture),
            "current-generation" or "supported-usage-class" => "",
            _ => throw new ServiceFault("InvalidParameterValue", 400, $"The filter '{filter}' is invalid"),
        };
        return text.Length == 0 || values.Exists(value => Signing.Policy.Matches(value, text, StringComparison.Ordinal));
    }

    private static XElement Item(InstanceType type) => new(
        "item",
        new XElement("instanceType", type.Name),
        new XElement("currentGeneration", true),
        new XElement("freeTierEligible", false),
        XmlProtocol.Texts("supportedUsageClasses", "on-demand", "spot"),
        XmlProtocol.Texts("supportedRootDeviceTypes", "ebs"),
        XmlProtocol.Texts("supportedVirtualizationTypes", "hvm"),
        new XElement("bareMetal", false),
        new XElement("hypervisor", "nitro"),
        new XElement(
            "processorInfo",
            XmlProtocol.Texts("supportedArchitectures", type.Family.Architecture),
            new XElement("sustainedClockSpeedInGhz", type.Family.ClockGhz),
            new XElement("manufacturer", type.Family.Maker)),
        new XElement(
            "vCpuInfo",
            new XElement("defaultVCpus", type.Vcpus),
            new XElement("defaultCores", type.Vcpus / type.Family.ThreadsPerCore),
            new XElement("defaultThreadsPerCore", type.Family.ThreadsPerCore)),
        new XElement("memoryInfo", new XElement("sizeInMiB", type.MemoryMib)),
        new XElement("instanceStorageSupported", type.Family.HasDisk),
        new XElement("ebsInfo", new XElement("ebsOptimizedSupport", "default"), new XElement("encryptionSupport", "supported"), new XElement("nvmeSupport", "required")),
        new XElement("networkInfo", new XElement("networkPerformance", type.Vcpus >= 72 ? "25 Gigabit" : "Up to 10 Gigabit"), new XElement("enaSupport", "required")),
        XmlProtocol.Set("placementGroupInfo", [XmlProtocol.Texts("supportedStrategies", "cluster", "partition", "spread")]),
        new XElement("hibernationSupported", false),
        new XElement("burstablePerformanceSupported", false),
        new XElement("dedicatedHostsSupported", true),
        new XElement("autoRecoverySupported", true));
}
