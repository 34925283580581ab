using System.Globalization;
using System.Xml.Linq;
using HtcFlow.AwsEmulator.Query;
using HtcFlow.AwsEmulator.World;

namespace HtcFlow.AwsEmulator.Ec2;

/// <summary>Writes instances.</summary>
internal static class MachineWriting
{
    /// <summary>The name of a state.</summary>
    public static string Name(InstanceState state) => state switch
    {
        InstanceState.Pending => "pending",
        InstanceState.Running or InstanceState.Noticed => "running",
        InstanceState.ShuttingDown => "shutting-down",
        _ => "terminated",
    };

    /// <summary>A state with its code.</summary>
    public static XElement State(string name, InstanceState state) => new(
        name,
        new XElement("code", Name(state) switch { "pending" => 0, "running" => 16, "shutting-down" => 32, _ => 48 }),
        new XElement("name", Name(state)));

    /// <summary>An instance.</summary>
    public static XElement Item(Instance instance)
    {
        string address = string.Create(CultureInfo.InvariantCulture, $"10.{(instance.Number >> 16) & 255}.{(instance.Number >> 8) & 255}.{instance.Number & 255}");
        return new XElement(
            "item",
            new XElement("instanceId", instance.Id),
            new XElement("imageId", "ami-0a1b2c3d4e5f60718"),
            State("instanceState", instance.State),
            new XElement("privateDnsName", $"ip-{address.Replace('.', '-')}.ec2.internal"),
            new XElement("instanceType", instance.Type.Name),
            new XElement("launchTime", XmlProtocol.Moment(instance.LaunchedAt)),
            new XElement("placement", new XElement("availabilityZone", instance.Zone), new XElement("groupName"), new XElement("tenancy", "default")),
            new XElement("monitoring", new XElement("state", "disabled")),
            new XElement("privateIpAddress", address),
            new XElement("architecture", instance.Type.Family.Architecture),
            new XElement("rootDeviceType", "ebs"),
            new XElement("virtualizationType", "hvm"),
            new XElement("hypervisor", "xen"),
            new XElement("ebsOptimized", true),
            instance.IsSpot ? new XElement("instanceLifecycle", "spot") : null,
            Reason(instance),
            Transition(instance),
            XmlProtocol.Set("tagSet", [Tag("Name", instance.Environment.Name), Tag("AWSBatchServiceTag", "batch")]),
            Metadata(instance.Region));
    }

    /// <summary>How an instance's metadata service answers.</summary>
    public static XElement Metadata(Region region) => new(
        "metadataOptions",
        new XElement("state", "applied"),
        new XElement("httpTokens", "required"),
        new XElement("httpPutResponseHopLimit", region.Emulator.Options.Habits.IsMetadataBlocked ? 1 : 2),
        new XElement("httpEndpoint", "enabled"));

    private static XElement? Reason(Instance instance)
    {
        if (instance.State < InstanceState.ShuttingDown)
        {
            return null;
        }

        bool isReclaimed = instance.IsReclaimed;
        return new XElement(
            "stateReason",
            new XElement("code", isReclaimed ? "Server.SpotInstanceTermination" : "Client.UserInitiatedShutdown"),
            new XElement("message", isReclaimed ? "Server.SpotInstanceTermination: Spot instance termination" : "Client.UserInitiatedShutdown: User initiated shutdown"));
    }

    // Only of what users and services do the time is told, in words.
    private static XElement Transition(Instance instance) => new(
        "reason",
        instance.State < InstanceState.ShuttingDown ? ""
            : instance.IsReclaimed ? "Server.SpotInstanceTermination"
            : $"User initiated ({instance.ShutDownAt?.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} GMT)");

    private static XElement Tag(string key, string value) => new("item", new XElement("key", key), new XElement("value", value));
}
