using System.Text;
using System.Text.Json;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Wire;

namespace HtcFlow.Backends.Tests.Simulated.Cloud;

/// <summary>The store of the simulated cloud: what was put, what runners wrote, and what was deleted.</summary>
public sealed class StoreTests
{
    private readonly TrialCloud _trial = new(TrialCloud.Calm());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Put_Object_IsListedOpenedAndDeleted()
    {
        Assert.True(await PutAsync("c/i/abc", "one", PutCondition.IfAbsent));
        Assert.False(await PutAsync("c/i/abc", "two", PutCondition.IfAbsent));
        Assert.True(await PutAsync("c/i/abd", "three", PutCondition.Always));
        Assert.Equal(["c/i/abc", "c/i/abd"], await ListAsync("c/i/"));
        Assert.Equal(["c/i/abd"], await ListAsync("c/i/", after: "c/i/abc"));
        using Stream? stream = await _trial.Store.OpenAsync("c/i/abc", Token);
        using var reader = new StreamReader(stream!);
        Assert.Equal("one", await reader.ReadToEndAsync(Token));
        await _trial.Store.DeleteAsync(["c/i/abc", "c/i/nothing"], Token);
        Assert.Null(await _trial.Store.OpenAsync("c/i/abc", Token));
    }

    [Fact]
    public async Task Submit_OrderInTheStore_IsReadFromThere()
    {
        ArrayAsk ask = TrialCloud.Ask(1, 10, 3);
        await PutAsync("c/o/far", ask.Environment[RunnerEnvironment.Order], PutCondition.IfAbsent);
        JobHandle handle = await _trial.SubmitAsync(ask with
        {
            Environment = new Dictionary<string, string>(StringComparer.Ordinal) { [RunnerEnvironment.Order] = "@c/o/far" },
        });
        await _trial.UntilEndedAsync(handle, 3, TimeSpan.FromSeconds(10));
        Assert.Equal([10, 11, 12], (await _trial.KeysAsync(1)).Select(static k => k.Index));
    }

    [Fact]
    public async Task Submit_OrderThatIsDamagedOrMissing_IsRefused()
    {
        ArrayAsk ask = TrialCloud.Ask(1, 0, 1);
        IReadOnlyList<SubmitReply> replies = await _trial.Backend.SubmitAsync(
            [ask with { Environment = Order("nonsense") }, ask with { Environment = Order("@c/o/nowhere") }], Token);
        Assert.All(replies, static r => Assert.Equal(FaultKind.Broken, r.Fault!.Kind));
    }

    [Fact]
    public async Task Accepted_Result_HasAReportOfItsAttempt()
    {
        await RunAsync();
        string key = StoreLayout.Accepted("c", "s", 41);
        Assert.Equal([key], await ListAsync(StoreLayout.Task("c", "s", 41)));
        Assert.Empty(await ListAsync(StoreLayout.Task("c", "s", 43)));
        using Stream? stream = await _trial.Store.OpenAsync(key, Token);
        AttemptReport report = (await JsonSerializer.DeserializeAsync(stream!, WireJson.Default.AttemptReport, Token))!;
        Assert.Equal(("c", "s", 41, 1, 5, Outcome.Succeeded), (report.Campaign, report.Stage, report.Index, report.Attempt, report.Array, report.Outcome));
        Assert.StartsWith("i-", report.Host, StringComparison.Ordinal);
        Assert.False(await PutAsync(key, "{}", PutCondition.IfAbsent));
    }

    [Fact]
    public async Task List_WholeCampaign_HoldsEverythingOnce()
    {
        await PutAsync("c/plan.json.lz4", "plan", PutCondition.IfAbsent);
        await RunAsync();
        List<string> keys = await ListAsync("c/");
        Assert.Equal(1 + 3 + 3, keys.Distinct().Count());
        Assert.Equal(keys.Count, keys.Distinct().Count());
        string one = StoreLayout.LedgerOf("c", "s", new ArrayId(5), 41);
        Assert.StartsWith(one, Assert.Single(await ListAsync(one)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delete_KeysAndResults_LetATaskRunAgain()
    {
        await RunAsync();
        List<string> keys = await ListAsync(StoreLayout.Ledger("c", "s", new ArrayId(5)));
        await _trial.Store.DeleteAsync([keys[0], StoreLayout.Accepted("c", "s", 40)], Token);
        Assert.Equal(keys.Skip(1), await ListAsync(StoreLayout.Ledger("c", "s", new ArrayId(5))));
        Assert.Null(await _trial.Store.OpenAsync(StoreLayout.Accepted("c", "s", 40), Token));
        await _trial.UntilEndedAsync(await _trial.SubmitAsync(TrialCloud.Ask(6, 40, 1, attempt: 2)), 1, TimeSpan.FromSeconds(10));
        Assert.Equal(60_000, Assert.Single(await _trial.KeysAsync(6)).WallMilliseconds);
    }

    private static Dictionary<string, string> Order(string text) => new(StringComparer.Ordinal) { [RunnerEnvironment.Order] = text };

    private async Task RunAsync() =>
        await _trial.UntilEndedAsync(await _trial.SubmitAsync(TrialCloud.Ask(5, 40, 3)), 3, TimeSpan.FromSeconds(10));

    private Task<bool> PutAsync(string key, string text, PutCondition condition) =>
        _trial.Store.PutAsync(key, new MemoryStream(Encoding.UTF8.GetBytes(text)), condition, Token);

    private async Task<List<string>> ListAsync(string prefix, string after = "")
    {
        var keys = new List<string>();
        await foreach (ObjectInfo info in _trial.Store.ListAsync(prefix, after, Token))
        {
            keys.Add(info.Key);
        }

        return keys;
    }
}
