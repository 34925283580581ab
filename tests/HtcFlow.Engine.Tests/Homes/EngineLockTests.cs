using System.Globalization;
using HtcFlow.Core.Ports;
using HtcFlow.Engine.Homes;
using HtcFlow.Testing;

namespace HtcFlow.Engine.Tests.Homes;

public sealed class EngineLockTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly FakeTimeProvider _time = new();

    private CampaignHome Home => new(_directory.Root, "demo");

    [Fact]
    public void TryTake_Held_IsRefusedAndTheHolderIsNamed()
    {
        using EngineLock? first = EngineLock.TryTake(Home, _time);

        Assert.NotNull(first);
        Assert.Null(EngineLock.TryTake(Home, _time));
        Assert.Equal(
            string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId} {Environment.MachineName} 2030-01-01T00:00:00Z"),
            EngineLock.HolderOf(Home));
    }

    [Fact]
    public void HolderOf_AfterRelease_IsNullAndTheLockIsFree()
    {
        Assert.Null(EngineLock.HolderOf(Home));
        EngineLock.TryTake(Home, _time)!.Dispose();

        Assert.Null(EngineLock.HolderOf(Home));
        using EngineLock? next = EngineLock.TryTake(Home, _time);
        Assert.NotNull(next);
    }

    [Fact]
    public void HolderOf_AskedWhileHeld_DoesNotFreeTheLock()
    {
        using EngineLock? first = EngineLock.TryTake(Home, _time);
        for (int i = 0; i < 3; i++)
        {
            Assert.NotNull(EngineLock.HolderOf(Home));
        }

        Assert.Null(EngineLock.TryTake(Home, _time));
    }

    [Fact]
    public void TryTake_DirectoryCannotBeMade_SaysWhere()
    {
        File.WriteAllText(_directory.At("campaigns"), "in the way");

        FaultException fault = Assert.Throws<FaultException>(() => EngineLock.TryTake(Home, _time));

        Assert.Equal(FaultKind.Denied, fault.Kind);
        Assert.Contains("engine.lock", fault.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Dispose();
}
