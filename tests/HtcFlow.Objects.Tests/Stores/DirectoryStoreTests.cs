using HtcFlow.Core.Ports;
using HtcFlow.Objects.Posix;
using HtcFlow.Objects.Stores;
using HtcFlow.Testing;

namespace HtcFlow.Objects.Tests.Stores;

public sealed class DirectoryStoreTests : ObjectStoreContract, IDisposable
{
    private readonly TempDirectory _directory = new();

    [Fact]
    public async Task PutAsync_Interrupted_IsNeverVisibleAndLeavesNoFile()
    {
        await using var store = new DirectoryStore(_directory.Root);
        await Assert.ThrowsAsync<IOException>(() =>
            store.PutAsync("d/torn", new FailingStream(700_000), PutCondition.Always, Token));

        Assert.Empty(_directory.Files());
    }

    [Fact]
    public async Task PutAsync_WhileItIsWritten_IsNotListed()
    {
        await using var store = new DirectoryStore(_directory.Root);
        var content = new PausingStream();
        Task<bool> put = store.PutAsync("d/k", content, PutCondition.Always, Token);
        await content.Asked;

        Assert.Single(_directory.Files());
        Assert.Empty(await ListAsync(store, ""));
        Assert.Empty(await ListAsync(store, "d/.htcflow"));
        Assert.Null(await store.OpenAsync("d/k", Token));

        content.End();
        Assert.True(await put);
        Assert.Equal(["d/k"], _directory.Files());
    }

    [Fact]
    public async Task RemoveLeftoversAsync_OldAndNewTemporaries_RemovesTheOldOnes()
    {
        await using var store = new DirectoryStore(_directory.Root);
        DateTimeOffset now = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
        await PutAsync(store, "a/k", "x");
        string old = _directory.Write($"a/b/{TemporaryFile.Prefix}dead-1{TemporaryFile.Suffix}", "torn");
        string young = _directory.Write($"a/{TemporaryFile.Prefix}live-1{TemporaryFile.Suffix}", "torn");
        File.SetLastWriteTimeUtc(old, now.AddHours(-2).UtcDateTime);
        File.SetLastWriteTimeUtc(young, now.AddMinutes(-1).UtcDateTime);
        File.SetLastWriteTimeUtc(_directory.At("a/k"), now.AddHours(-2).UtcDateTime);

        int removed = await store.RemoveLeftoversAsync(now.AddHours(-1), Token);

        Assert.Equal(1, removed);
        Assert.False(File.Exists(old));
        Assert.True(File.Exists(young));
        Assert.True(File.Exists(_directory.At("a/k")));
    }

    [Fact]
    public async Task PutAsync_BelowAnObject_IsBroken()
    {
        await using var store = new DirectoryStore(_directory.Root);
        await PutAsync(store, "a", "x");

        FaultException fault = await Assert.ThrowsAsync<FaultException>(() => PutAsync(store, "a/b", "y"));

        Assert.Equal(FaultKind.Broken, fault.Kind);
        Assert.Equal("a/b", fault.Subject);
    }

    [Theory]
    [InlineData(PutCondition.Always)]
    [InlineData(PutCondition.IfAbsent)]
    public async Task PutAsync_OverADirectory_IsBroken(PutCondition condition)
    {
        await using var store = new DirectoryStore(_directory.Root);
        await PutAsync(store, "a/b", "x");

        FaultException fault = await Assert.ThrowsAsync<FaultException>(() => PutAsync(store, "a", "y", condition));

        Assert.Equal(FaultKind.Broken, fault.Kind);
        Assert.Equal(["a/b"], _directory.Files());
    }

    [Fact]
    public async Task DeleteAsync_LastObjectOfADirectory_RemovesTheEmptyDirectories()
    {
        await using var store = new DirectoryStore(_directory.Root);
        await PutAsync(store, "a/b/c/1", "x");
        await PutAsync(store, "a/2", "x");

        await store.DeleteAsync(["a/b/c/1"], Token);

        Assert.False(Directory.Exists(_directory.At("a/b")));
        Assert.True(Directory.Exists(_directory.At("a")));
        await store.DeleteAsync(["a/2"], Token);
        Assert.True(Directory.Exists(_directory.Root));
    }

    [Fact]
    public async Task DeleteAsync_NothingThere_LeavesTheDirectoryToItsNextWriter()
    {
        await using var store = new DirectoryStore(_directory.Root);
        Directory.CreateDirectory(_directory.At("x/y"));

        await store.DeleteAsync(["x/y/none"], Token);

        Assert.True(Directory.Exists(_directory.At("x/y")));
    }

    [Fact]
    public async Task PutAsync_DirectoryDeletedAgainAndAgain_AlwaysSucceeds()
    {
        await using var store = new DirectoryStore(_directory.Root);
        using var done = new CancellationTokenSource();
        Task deleting = Task.Run(
            async () =>
            {
                while (!done.IsCancellationRequested)
                {
                    await PutAsync(store, "x/y/z/other", "content");
                    await store.DeleteAsync(["x/y/z/other"], Token);
                }
            },
            Token);
        for (int i = 0; i < 2000; i++)
        {
            await PutAsync(store, "x/y/z/key", "content");
            await store.DeleteAsync(["x/y/z/key"], Token);
        }

        await done.CancelAsync();
        await deleting;
        Assert.Empty(_directory.Files());
    }

    [Fact]
    public async Task ListAsync_LinksAndStrangers_FollowsLinksAndLeavesOutTheRest()
    {
        await using var store = new DirectoryStore(_directory.At("store"));
        await PutAsync(store, "a/real", "four");
        _directory.Write("elsewhere/moved", "seven..");
        Directory.CreateSymbolicLink(_directory.At("store/a/linked"), _directory.At("elsewhere"));
        File.CreateSymbolicLink(_directory.At("store/a/file-link"), _directory.At("elsewhere/moved"));
        File.CreateSymbolicLink(_directory.At("store/a/dangling"), _directory.At("nowhere"));
        using var fifo = System.Diagnostics.Process.Start("mkfifo", _directory.At("store/a/fifo"));
        await fifo.WaitForExitAsync(Token);

        Assert.Equal(
            [new ObjectInfo("a/file-link", 7), new ObjectInfo("a/linked/moved", 7), new ObjectInfo("a/real", 4)],
            await ListAsync(store, ""));
        Assert.Null(await store.OpenAsync("a/fifo", Token));
    }

    [Fact]
    public async Task ListAsync_LinksInALoop_IsBroken()
    {
        await using var store = new DirectoryStore(_directory.Root);
        await PutAsync(store, "a/k", "x");
        Directory.CreateSymbolicLink(_directory.At("a/loop"), _directory.At("a"));

        FaultException fault = await Assert.ThrowsAsync<FaultException>(() => ListAsync(store, ""));

        Assert.Contains("loop", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_ParentIsAFile_IsBroken()
    {
        string file = _directory.Write("file", "x");

        Assert.Equal(FaultKind.Broken, Assert.Throws<FaultException>(() => new DirectoryStore(file)).Kind);
        Assert.Equal(FaultKind.Broken, Assert.Throws<FaultException>(() => new DirectoryStore(file + "/below")).Kind);
    }

    [Fact]
    public async Task PutAsync_EverySyncSetting_Stores()
    {
        foreach ((bool data, bool small) in new[] { (false, false), (true, false), (false, true), (true, true) })
        {
            await using var store = new DirectoryStore(_directory.Root, data, small);
            await PutAsync(store, "small", "x");
            await store.PutAsync("large", new MemoryStream(Bytes(5000)), PutCondition.Always, Token);
            Assert.Equal(Bytes(5000), await ReadAsync(store, "large"));
        }
    }

    public void Dispose() => _directory.Dispose();

    protected override IObjectStore Open() => new DirectoryStore(_directory.At("store/made/when/missing"));
}
