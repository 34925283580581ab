using HtcFlow.Runner.Ship;

namespace HtcFlow.Runner.Tests.Ship;

public sealed class LogShipperTests : IDisposable
{
    private readonly Field _field = new();

    public void Dispose() => _field.Dispose();

    [Fact]
    public async Task ShipAsync_ShortAndEmpty_ShipsOnlyWhatSaysSomething()
    {
        _field.Write(".htcflow/stdout", "hello");
        _field.Write(".htcflow/stderr", "");

        await ShipAsync();

        Assert.Equal(["a1/.htcflow/stdout.lz4"], await _field.KeysInStoreAsync());
    }

    private Task ShipAsync() => new LogShipper(new Uploader(_field.Store, _field.Patience))
        .ShipAsync(_field.Scratch.Root, _field.Keys, TestContext.Current.CancellationToken);
}
