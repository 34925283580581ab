using System.Globalization;
using System.Xml.Linq;
using HtcFlow.Aws.Calls;

namespace HtcFlow.Aws.Ec2;

/// <summary>Reads EC2's replies.</summary>
internal static class Ec2Replies
{
    /// <summary>A row of DescribeSpotPriceHistory.</summary>
    public static SpotPrice Price(XElement row) => new(
        row.Text("instanceType"), row.Text("availabilityZone"), row.Text("productDescription"),
        decimal.Parse(row.Text("spotPrice"), NumberStyles.Float, CultureInfo.InvariantCulture), row.Time("timestamp") ?? default);

    /// <summary>A row of DescribeInstanceTypes.</summary>
    public static Ec2InstanceType Type(XElement row) => new()
    {
        Name = row.Text("instanceType"),
        Vcpus = (int)row.Child("vCpuInfo").Number("defaultVCpus"),
        Cores = (int)row.Child("vCpuInfo").Number("defaultCores"),
        MemoryMebibytes = row.Child("memoryInfo").Number("sizeInMiB"),
        Architectures = [.. row.Child("processorInfo").Items("supportedArchitectures").Select(static item => item.Value)],
        UsageClasses = [.. row.Items("supportedUsageClasses").Select(static item => item.Value)],
        ClockGigahertz = row.Child("processorInfo").Real("sustainedClockSpeedInGhz"),
        LocalDiskGigabytes = row.Child("instanceStorageInfo").Number("totalSizeInGB"),
        Network = row.Child("networkInfo").Text("networkPerformance"),
        IsCurrent = row.Text("currentGeneration") == "true",
    };

    /// <summary>An instance of DescribeInstances.</summary>
    public static Ec2Instance Instance(XElement row) => new()
    {
        Id = row.Text("instanceId"),
        InstanceType = row.Text("instanceType"),
        Zone = row.Child("placement").Text("availabilityZone"),
        State = row.Child("instanceState").Text("name"),
        IsSpot = row.Text("instanceLifecycle") == "spot",
        LaunchTime = row.Time("launchTime"),
        StateReason = row.Child("stateReason").Text("code"),
        EndedAt = MomentIn(row.Text("reason")),
        PrivateDnsName = row.Text("privateDnsName"),
        Tags = row.Tags("tagSet"),
    };

    /// <summary>A row of TerminateInstances.</summary>
    public static InstanceChange Change(XElement row) => new(
        row.Text("instanceId"), row.Child("previousState").Text("name"), row.Child("currentState").Text("name"));

    // The one place that has the time of an end: User initiated (2026-01-05 08:00:00 GMT).
    private static DateTimeOffset? MomentIn(string reason)
    {
        int open = reason.LastIndexOf('(');
        return open >= 0 && DateTimeOffset.TryParseExact(
            reason.AsSpan(open), "'('yyyy-MM-dd HH:mm:ss 'GMT)'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset moment)
            ? moment
            : null;
    }
}
