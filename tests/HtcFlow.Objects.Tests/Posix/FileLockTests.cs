using HtcFlow.Objects.Posix;
using HtcFlow.Testing;

namespace HtcFlow.Objects.Tests.Posix;

public sealed class FileLockTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TakeAsync_HeldByAnother_WaitsUntilItIsFree()
    {
        using var directory = new TempDirectory();
        FileLock first = await FileLock.TakeAsync(directory.At("new", "l"), Token);
        Task<FileLock> second = FileLock.TakeAsync(directory.At("new", "l"), Token);
        Assert.False(second.IsCompleted);

        first.Dispose();

        (await second).Dispose();
    }
}
