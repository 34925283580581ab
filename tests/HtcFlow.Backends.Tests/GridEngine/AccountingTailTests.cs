using System.Text;
using HtcFlow.Backends.Clusters;
using HtcFlow.Backends.Commands;
using HtcFlow.Backends.GridEngine;
using HtcFlow.Core.Ids;
using HtcFlow.Testing;

namespace HtcFlow.Backends.Tests.GridEngine;

public sealed class AccountingTailTests : IDisposable
{
    private static readonly TimeSpan s_lag = TimeSpan.FromSeconds(60);
    private static readonly Dictionary<string, TrackedArray> s_ours = new() { ["a"] = new TrackedArray(new JobName("a"), 20_000, 0) };

    private readonly TempDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Read_FileGrowsAndIsTurnedOver_GivesEachWholeLineOnce()
    {
        string path = _directory.At("accounting");
        var tail = new AccountingTail(
            new LocalCommands(new Dictionary<string, string>(), TimeSpan.FromSeconds(30), TimeProvider.System), path, "me", s_lag);
        Assert.Empty(await tail.ReadAsync(s_ours, Token));
        Assert.Equal(s_lag, tail.Patience);
        await File.AppendAllTextAsync(path, "# Version\n" + Line("a", 1) + Line("others", 1) + Line("a", 9, owner: "she") + Line("a", 2)[..20], Token);
        Assert.Equal([0], await ElementsAsync());
        Assert.Empty(await ElementsAsync());
        await File.AppendAllTextAsync(path, Line("a", 2)[20..] + Line("a", 3), Token);
        Assert.Equal([1, 2], await ElementsAsync());
        await File.WriteAllTextAsync(path, Line("a", 4), Token);
        Assert.Equal([3], await ElementsAsync());
        var many = new StringBuilder();
        for (int task = 1; task <= 20_000; task++)
        {
            many.Append(Line("a", task));
        }

        await File.AppendAllTextAsync(path, many.ToString(), Token);
        Assert.Equal(Enumerable.Range(0, 20_000), await ElementsAsync());

        async Task<IEnumerable<int>> ElementsAsync() => (await tail.ReadAsync(s_ours, Token)).Select(static record => record.Element);
    }

    [Fact]
    public async Task Read_NoDirectory_HasNoPatience()
    {
        var tail = new AccountingTail(
            new LocalCommands(new Dictionary<string, string>(), TimeSpan.FromSeconds(30), TimeProvider.System), _directory.At("no", "accounting"), "me", s_lag);
        Assert.Empty(await tail.ReadAsync(s_ours, Token));
        Assert.Equal(TimeSpan.Zero, tail.Patience);
    }

    private static string Line(string name, int task, string owner = "me") =>
        $"all.q:vm:g:{owner}:{name}:7:sge:0:1:1:1:0:0:0:0.0:0.0:4700.0:0:0:0:0:583:0:0:0.0:16:0:0:0:4:4:NONE:defaultdepartment:NONE:1:{task}:0.0:0.0\n";
}
