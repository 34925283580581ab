using HtcFlow.Runner.Kernel;
using HtcFlow.Runner.Ship;
using HtcFlow.Runner.Tests.Ship;
using HtcFlow.Runner.Watch;

namespace HtcFlow.Runner.Tests.Watch;

public sealed class WatchLoopTests : IDisposable
{
    private readonly Field _field = new();

    public void Dispose() => _field.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Begin_FilesAppear_AreShippedWithAndWithoutEvents(bool blind)
    {
        Harvest harvest = await _field.HarvestAsync(["**/*.dat"]);
        var news = new Bell();
        var loop = new WatchLoop(new DirectoryWatch(blind), news, TimeProvider.System);
        loop.Begin(_field.Scratch.Root, harvest, _field.Progress);

        _field.Write("a.dat", "x");
        _field.Write("sub/deep/b.dat", "x");
        _field.Progress.AskForLook();
        while (!_field.Progress.IsCaughtUp)
        {
            news.Wait(TimeSpan.FromSeconds(1));
        }

        loop.End();
        Assert.Equal(["a.dat", "sub/deep/b.dat"], _field.Shelf.Names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Begin_WithoutEventsAndWithoutAsking_LooksEverySecond()
    {
        Harvest harvest = await _field.HarvestAsync(["*.dat"]);
        var news = new Bell();
        var loop = new WatchLoop(new DirectoryWatch(disabled: true), news, TimeProvider.System);
        loop.Begin(_field.Scratch.Root, harvest, _field.Progress);

        _field.Write("a.dat", "x");
        for (int i = 0; i < 100 && _field.Progress.Shipped == 0; i++)
        {
            news.Wait(TimeSpan.FromMilliseconds(100));
        }

        loop.End();
        Assert.Equal(1, _field.Progress.Shipped);
    }
}
