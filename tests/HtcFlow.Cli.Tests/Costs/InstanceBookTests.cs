using HtcFlow.Aws.Ec2;
using HtcFlow.Aws.Memory;
using HtcFlow.Cli.Costs;
using HtcFlow.Core.Money.Instances;
using HtcFlow.Engine.Homes;
using HtcFlow.Testing;

namespace HtcFlow.Cli.Tests.Costs;

public sealed class InstanceBookTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly MemoryEc2 _ec2 = new();
    private readonly CampaignHome _home;

    public InstanceBookTests()
    {
        _home = new CampaignHome(_directory.Root, "trial");
        _home.Create();
    }

    [Fact]
    public async Task LookAsync_LifeOfAnInstance_IsReadBack()
    {
        await LookAsync("pending");
        await LookAsync("running");
        await LookAsync("running");
        await LookAsync("terminated");
        RentedInstance instance = Assert.Single(InstanceBook.Open(_home).History.Instances);
        Assert.Equal(("i-1", "c5.large", "eu-west-1a", true), (instance.Id, instance.Type, instance.Zone, instance.IsSpot));
        Assert.Equal((0, 1, 2, 3), (Minute(instance.PendingAt), Minute(instance.RunningAt), Minute(instance.SeenAt), Minute(instance.GoneAt)));
    }

    [Fact]
    public async Task LookAsync_EndsThatTheCloudTells_AreReadBack()
    {
        await LookAsync("running");
        await LookAsync("shutting-down", "Server.SpotInstanceTermination");
        RentedInstance reclaimed = Assert.Single(InstanceBook.Open(_home).History.Instances);
        Assert.Equal((true, null, 1), (reclaimed.IsReclaimed, reclaimed.EndedAt, Minute(reclaimed.GoneAt)));
        await LookAsync("running");
        await LookAsync("terminated", "Client.UserInitiatedShutdown", _time.GetUtcNow().AddSeconds(-12));
        RentedInstance ended = Assert.Single(InstanceBook.Open(_home).History.Instances);
        Assert.Equal((false, ended.GoneAt!.Value.AddSeconds(-12)), (ended.IsReclaimed, ended.EndedAt));
    }

    [Fact]
    public async Task LookAsync_AfterATornLine_GoesOnBehindIt()
    {
        await LookAsync("running");
        byte[] whole = await File.ReadAllBytesAsync(_home.Instances, TestContext.Current.CancellationToken);
        await LookAsync("running");
        for (int torn = 1; torn < whole.Length; torn += 7)
        {
            byte[] twice = [.. whole, .. whole.AsSpan(0, torn)];
            await File.WriteAllBytesAsync(_home.Instances, twice, TestContext.Current.CancellationToken);
            await LookAsync("terminated");
            Assert.NotNull(Assert.Single(InstanceBook.Open(_home).History.Instances).GoneAt);
        }
    }

    [Fact]
    public async Task LookAsync_InstancesOfOthers_AreLeftOut()
    {
        _ec2.Set(new Ec2Instance { Id = "i-9", State = "running", LaunchTime = _time.GetUtcNow() });
        await LookAsync("running");
        Assert.Equal("i-1", Assert.Single(InstanceBook.Open(_home).History.Instances).Id);
    }

    /// <inheritdoc/>
    public void Dispose() => _directory.Dispose();

    private static int Minute(DateTimeOffset? at) => (int)(at!.Value - new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero)).TotalMinutes;

    private async Task LookAsync(string state, string reason = "", DateTimeOffset? ended = null)
    {
        _ec2.Set(new Ec2Instance
        {
            Id = "i-1",
            InstanceType = "c5.large",
            Zone = "eu-west-1a",
            State = state,
            IsSpot = true,
            StateReason = reason,
            EndedAt = ended,
            LaunchTime = new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero),
            Tags = new Dictionary<string, string> { ["AWSBatchServiceTag"] = "batch" },
        });
        await InstanceBook.Open(_home).LookAsync(new CloudPlace("eu-west-1", _ec2), _time, keep: true, TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromMinutes(1));
    }
}
