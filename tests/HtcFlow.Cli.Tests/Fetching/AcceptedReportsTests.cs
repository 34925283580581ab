using System.Text;
using System.Text.Json;
using HtcFlow.Cli.Fetching;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Wire;
using HtcFlow.Objects.Stores;

namespace HtcFlow.Cli.Tests.Fetching;

public sealed class AcceptedReportsTests : IAsyncDisposable
{
    private readonly MemoryStore _store = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private AcceptedReports Reports => new(_store, "trial");

    [Theory]
    [InlineData("{\"campaign\":")] // cut short
    [InlineData("null")]
    [InlineData("")]
    public async Task ReadAsync_DamagedReport_NamesItsKey(string text)
    {
        await PutAsync(3, Encoding.UTF8.GetBytes(text));

        FaultException fault = await Assert.ThrowsAsync<FaultException>(() => Reports.ReadAsync("write", 3, Token));

        Assert.Equal(FaultKind.Broken, fault.Kind);
        Assert.Contains(StoreLayout.Accepted("trial", "write", 3), fault.Message);
        Assert.Contains("damaged", fault.Message);
    }

    [Fact]
    public async Task ReadAsync_NoReport_IsNull() => Assert.Null(await Reports.ReadAsync("write", 3, Token));

    [Fact]
    public async Task ReadAllAsync_MissingAndDamagedReports_LeaveTheOthersInTheirPlaces()
    {
        await PutAsync(0, Report(0));
        await PutAsync(1, "no report"u8.ToArray());
        await PutAsync(3, Report(3));

        AttemptReport?[] reports = await Reports.ReadAllAsync("write", [3, 2, 1, 0], Token);

        Assert.Equal([3L, null, null, 0L], reports.Select(report => report?.Index));
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    private static byte[] Report(long index) => JsonSerializer.SerializeToUtf8Bytes(
        new AttemptReport { Campaign = "trial", Stage = "write", Index = index, Attempt = 1, Array = 1, Outcome = Outcome.Succeeded, Exit = 0, Files = [] },
        WireJson.Default.AttemptReport);

    private Task<bool> PutAsync(long index, byte[] content) =>
        _store.PutAsync(StoreLayout.Accepted("trial", "write", index), new MemoryStream(content), PutCondition.Always, Token);
}
