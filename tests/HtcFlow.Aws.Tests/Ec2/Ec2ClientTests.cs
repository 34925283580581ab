using System.Net;
using HtcFlow.Aws.Ec2;
using HtcFlow.Core.Ports;

namespace HtcFlow.Aws.Tests.Ec2;

public sealed class Ec2ClientTests
{
    private const string Namespace = "xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"";

    [Fact]
    public async Task SpotPricesAsync_Pages_AreReadToTheEnd()
    {
        using var stand = new ServiceStand(new StubService()
            .Answer(HttpStatusCode.OK, $"""
                <?xml version="1.0" encoding="UTF-8"?><DescribeSpotPriceHistoryResponse {Namespace}><requestId>r</requestId><spotPriceHistorySet><item><instanceType>c5.4xlarge</instanceType>
                <productDescription>Linux/UNIX</productDescription><spotPrice>0.262400</spotPrice><timestamp>2029-12-31T23:59:58.000Z</timestamp><availabilityZone>eu-west-1b</availabilityZone></item>
                </spotPriceHistorySet><nextToken>a+/=</nextToken></DescribeSpotPriceHistoryResponse>
                """)
            .Answer(HttpStatusCode.OK, $"<DescribeSpotPriceHistoryResponse {Namespace}><spotPriceHistorySet/><nextToken/></DescribeSpotPriceHistoryResponse>"));
        SpotPrice[] prices = await stand.RunAsync(static (services, token) => services.Ec2.SpotPricesAsync(
            new SpotPriceQuery { InstanceTypes = ["c5.4xlarge", "m5.large"], Zones = ["eu-west-1b"], From = new DateTimeOffset(2029, 12, 31, 0, 0, 0, TimeSpan.Zero) }, token)
            .ToArrayAsync(token).AsTask());
        Assert.Equal([new SpotPrice("c5.4xlarge", "eu-west-1b", "Linux/UNIX", 0.2624m, new DateTimeOffset(2029, 12, 31, 23, 59, 58, TimeSpan.Zero))], prices);
        Assert.Equal(
            "Action=DescribeSpotPriceHistory&Version=2016-11-15&Filter.1.Name=availability-zone&Filter.1.Value.1=eu-west-1b&InstanceType.1=c5.4xlarge&InstanceType.2=m5.large"
                + "&ProductDescription.1=Linux%2FUNIX&StartTime=2029-12-31T00%3A00%3A00.000Z&MaxResults=1000&NextToken=a%2B%2F%3D",
            stand.Service.Requests[1].Body);
        Assert.Equal("application/x-www-form-urlencoded; charset=utf-8", stand.Service.Requests[0].Headers["Content-Type"]);
    }

    [Fact]
    public async Task InstanceTypesAsync_Names_GoWithoutASizeOfPages()
    {
        using var stand = new ServiceStand(new StubService().Answer(HttpStatusCode.OK, $"""
            <DescribeInstanceTypesResponse {Namespace}><instanceTypeSet><item><instanceType>c5d.large</instanceType><currentGeneration>true</currentGeneration>
            <supportedUsageClasses><item>on-demand</item><item>spot</item></supportedUsageClasses><processorInfo><supportedArchitectures><item>x86_64</item></supportedArchitectures>
            <sustainedClockSpeedInGhz>3.4</sustainedClockSpeedInGhz></processorInfo><vCpuInfo><defaultVCpus>2</defaultVCpus><defaultCores>1</defaultCores></vCpuInfo>
            <memoryInfo><sizeInMiB>4096</sizeInMiB></memoryInfo><instanceStorageInfo><totalSizeInGB>50</totalSizeInGB></instanceStorageInfo>
            <networkInfo><networkPerformance>Up to 10 Gigabit</networkPerformance></networkInfo></item><item><instanceType>t2.nano</instanceType></item></instanceTypeSet></DescribeInstanceTypesResponse>
            """));
        IReadOnlyList<Ec2InstanceType> types = await stand.RunAsync(static (services, token) => services.Ec2.InstanceTypesAsync(["c5d.large", "t2.nano"], token));
        Ec2InstanceType type = types[0];
        Assert.Equal(("c5d.large", 2, 1, 4096L, 3.4, 50L, "Up to 10 Gigabit", true), (type.Name, type.Vcpus, type.Cores, type.MemoryMebibytes, type.ClockGigahertz, type.LocalDiskGigabytes, type.Network, type.IsCurrent));
        Assert.Equal(["on-demand", "spot"], type.UsageClasses);
        Assert.Equal(["x86_64"], type.Architectures);
        Assert.Equal((0L, 0), (types[1].LocalDiskGigabytes, types[1].Vcpus));
        Assert.Equal("Action=DescribeInstanceTypes&Version=2016-11-15&InstanceType.1=c5d.large&InstanceType.2=t2.nano", stand.Service.Requests[0].Body);
    }

    [Fact]
    public async Task InstancesAsync_Reservations_AreFlattened()
    {
        using var stand = new ServiceStand(new StubService().Answer(HttpStatusCode.OK, $"""
            <DescribeInstancesResponse {Namespace}><reservationSet><item><instancesSet><item><instanceId>i-1</instanceId><instanceType>c5.large</instanceType><launchTime>2029-12-31T00:00:00.000Z</launchTime>
            <placement><availabilityZone>eu-west-1a</availabilityZone></placement><instanceState><code>16</code><name>running</name></instanceState><instanceLifecycle>spot</instanceLifecycle>
            <privateDnsName>ip-10-0-0-1.eu-west-1.compute.internal</privateDnsName><tagSet><item><key>campaign</key><value>c</value></item></tagSet></item></instancesSet></item>
            <item><instancesSet><item><instanceId>i-2</instanceId><instanceState><name>terminated</name></instanceState><stateReason><code>Server.SpotInstanceTermination</code></stateReason>
            <reason>Server.SpotInstanceTermination</reason></item><item><instanceId>i-3</instanceId><reason>User initiated (2029-12-31 10:20:30 GMT)</reason></item></instancesSet></item>
            </reservationSet></DescribeInstancesResponse>
            """));
        Ec2Instance[] instances = await stand.RunAsync(static (services, token) => services.Ec2.InstancesAsync(
            new InstanceQuery { Filters = new Dictionary<string, IReadOnlyCollection<string>> { ["instance-state-name"] = ["running", "terminated"] } }, token).ToArrayAsync(token).AsTask());
        Assert.Equal(("i-1", "eu-west-1a", "running", true, "c"), (instances[0].Id, instances[0].Zone, instances[0].State, instances[0].IsSpot, instances[0].Tags["campaign"]));
        Assert.Equal(("i-2", false, "Server.SpotInstanceTermination"), (instances[1].Id, instances[1].IsSpot, instances[1].StateReason));
        Assert.Equal([null, null, new DateTimeOffset(2029, 12, 31, 10, 20, 30, TimeSpan.Zero)], instances.Select(static instance => instance.EndedAt));
        Assert.Equal(
            "Action=DescribeInstances&Version=2016-11-15&Filter.1.Name=instance-state-name&Filter.1.Value.1=running&Filter.1.Value.2=terminated&MaxResults=1000",
            stand.Service.Requests[0].Body);
    }

    [Fact]
    public async Task TerminateInstancesAsync_Done_TellsTheChanges()
    {
        using var stand = new ServiceStand(new StubService().Answer(HttpStatusCode.OK, $"""
            <TerminateInstancesResponse {Namespace}><instancesSet><item><instanceId>i-1</instanceId><currentState><code>32</code><name>shutting-down</name></currentState>
            <previousState><code>16</code><name>running</name></previousState></item></instancesSet></TerminateInstancesResponse>
            """));
        Assert.Equal(
            [new InstanceChange("i-1", "running", "shutting-down")],
            await stand.RunAsync(static (services, token) => services.Ec2.TerminateInstancesAsync(["i-1"], dryRun: false, token)));
    }

    [Theory]
    [InlineData(HttpStatusCode.PreconditionFailed, "DryRunOperation", null)]
    [InlineData(HttpStatusCode.Forbidden, "UnauthorizedOperation", FaultKind.Denied)]
    [InlineData(HttpStatusCode.BadRequest, "InvalidInstanceID.NotFound", FaultKind.Gone)]
    public async Task TerminateInstancesAsync_DryRun_TellsWhetherItIsAllowed(HttpStatusCode status, string code, FaultKind? kind)
    {
        using var stand = new ServiceStand(new StubService().Answer(
            status, $"<Response><Errors><Error><Code>{code}</Code><Message>m</Message></Error></Errors><RequestID>r</RequestID></Response>"));
        Task<IReadOnlyList<InstanceChange>> asked = stand.RunAsync(static (services, token) => services.Ec2.TerminateInstancesAsync(["i-1"], dryRun: true, token));
        if (kind is null)
        {
            Assert.Empty(await asked);
        }
        else
        {
            Assert.Equal(kind, (await Assert.ThrowsAsync<FaultException>(() => asked)).Kind);
        }

        Assert.Equal("Action=TerminateInstances&Version=2016-11-15&InstanceId.1=i-1&DryRun=true", stand.Service.Requests[0].Body);
    }
}
