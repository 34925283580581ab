using System.Security.Cryptography;
using HtcFlow.Core.Ports;
using HtcFlow.Objects.Stores;
using HtcFlow.Objects.Tests.Frames;
using HtcFlow.Objects.Transfer;
using HtcFlow.Testing;

namespace HtcFlow.Objects.Tests.Transfer;

public sealed class ContentCacheTests : IDisposable
{
    private static readonly byte[] s_content = "#!/bin/sh\n"u8.ToArray();
    private static readonly string s_sha256 = Convert.ToHexStringLower(SHA256.HashData(s_content));

    private readonly TempDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false, 0x124)]
    [InlineData(true, 0x16D)]
    public async Task FetchAsync_FirstTime_DownloadsReadOnly(bool executable, int mode)
    {
        await using CountingStore store = await StoreAsync();

        string path = await Cache().FetchAsync(store, "i/x", s_sha256, executable, Token);

        Assert.Equal(s_content, await File.ReadAllBytesAsync(path, Token));
        Assert.Equal(mode, (int)File.GetUnixFileMode(path));
        Assert.Single(_directory.Files());
    }

    [Fact]
    public async Task FetchAsync_ManyAtOnce_DownloadsOnce()
    {
        await using CountingStore store = await StoreAsync();

        string[] paths = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ =>
            Task.Run(() => Cache().FetchAsync(store, "i/x", s_sha256, executable: true, Token), Token)));
        string again = await Cache().FetchAsync(store, "i/x", s_sha256, executable: true, Token);

        Assert.Equal(1, store.Opened);
        Assert.Single(paths.Append(again).Distinct());
    }

    [Fact]
    public async Task FetchAsync_PlainAndExecutable_AreTwoFiles()
    {
        await using CountingStore store = await StoreAsync();

        string plain = await Cache().FetchAsync(store, "i/x", s_sha256, executable: false, Token);
        string program = await Cache().FetchAsync(store, "i/x", s_sha256, executable: true, Token);

        Assert.NotEqual(plain, program);
    }

    [Fact]
    public async Task FetchAsync_CompressedObject_IsDecompressed()
    {
        await using CountingStore store = await StoreAsync();
        await store.PutAsync("i/x.lz4", new MemoryStream(Coding.Encode(s_content)), PutCondition.Always, Token);

        string path = await Cache().FetchAsync(store, "i/x.lz4", s_sha256, executable: false, Token);

        Assert.Equal(s_content, await File.ReadAllBytesAsync(path, Token));
    }

    [Fact]
    public async Task FetchAsync_OtherContent_IsBrokenAndNothingIsCached()
    {
        await using CountingStore store = await StoreAsync();
        await store.PutAsync("i/x", new MemoryStream([1, 2, 3]), PutCondition.Always, Token);

        for (int attempt = 1; attempt <= 2; attempt++)
        {
            FaultException fault = await Assert.ThrowsAsync<FaultException>(() =>
                Cache().FetchAsync(store, "i/x", s_sha256, executable: false, Token));
            Assert.Equal(FaultKind.Broken, fault.Kind);
            Assert.Equal(attempt, store.Opened);
        }

        Assert.All(_directory.Files(), name => Assert.EndsWith(".lock", name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task FetchAsync_TornFileOfAnotherWriter_IsReplaced()
    {
        await using CountingStore store = await StoreAsync();
        string torn = _directory.Write(s_sha256, "torn, and with the mode of a file that is being written");

        string path = await Cache().FetchAsync(store, "i/x", s_sha256, executable: false, Token);

        Assert.Equal(torn, path);
        Assert.Equal(s_content, await File.ReadAllBytesAsync(path, Token));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../../etc/passwd")]
    [InlineData("9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08")]
    public async Task FetchAsync_NoHash_IsBroken(string sha256)
    {
        await using CountingStore store = await StoreAsync();

        FaultException fault = await Assert.ThrowsAsync<FaultException>(() =>
            Cache().FetchAsync(store, "i/x", sha256, executable: false, Token));

        Assert.Equal(FaultKind.Broken, fault.Kind);
    }

    [Fact]
    public async Task FetchAsync_CancelledWhileAnotherDownloads_GivesUpWaiting()
    {
        await using CountingStore store = await StoreAsync();
        store.Gate = new TaskCompletionSource();
        Task<string> first = Cache().FetchAsync(store, "i/x", s_sha256, executable: false, Token);
        using var cancel = new CancellationTokenSource();
        Task<string> second = Cache().FetchAsync(store, "i/x", s_sha256, executable: false, cancel.Token);

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        store.Gate.SetResult();

        Assert.True(File.Exists(await first));
    }

    public void Dispose() => _directory.Dispose();

    private ContentCache Cache() => new(_directory.Root);

    private static async Task<CountingStore> StoreAsync()
    {
        var store = new CountingStore(new MemoryStore());
        await store.PutAsync("i/x", new MemoryStream(s_content), PutCondition.Always, Token);
        return store;
    }
}
