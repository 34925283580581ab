using System.Security.Cryptography;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Wire;
using HtcFlow.Objects.Stores;
using HtcFlow.Objects.Tests.Frames;
using HtcFlow.Objects.Transfer;
using HtcFlow.Testing;

namespace HtcFlow.Objects.Tests.Transfer;

public sealed class FileTransferTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public static TheoryData<string> Samples => Frames.Samples.Names;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task PushAsync_ThenPullAsync_GivesTheFileBack(string sample)
    {
        byte[] content = Frames.Samples.Of(sample);
        string path = _directory.At("out.dat");
        await File.WriteAllBytesAsync(path, content, Token);
        foreach (string key in new[] { "t/out.dat", "t/out.dat.lz4" })
        {
            await using var store = new MemoryStore();

            PushedFile pushed = await FileTransfer.PushAsync(store, path, key, Token);
            await FileTransfer.PullAsync(store, Stored(key, pushed, mode: 0x1E8), _directory.At("new", "back"), Token);

            byte[] stored = await StoredBytesAsync(store, key);
            Assert.Equal(new PushedFile(content.Length, stored.Length, Convert.ToHexStringLower(SHA256.HashData(content))), pushed);
            Assert.Equal(content, key.EndsWith(".lz4", StringComparison.Ordinal) ? Coding.Decode(stored) : stored);
            Assert.Equal(content, await File.ReadAllBytesAsync(_directory.At("new", "back"), Token));
            Assert.Equal(0x1E8, (int)File.GetUnixFileMode(_directory.At("new", "back")));
        }
    }

    [Fact]
    public async Task PushAsync_MissingFile_IsGone()
    {
        await using var store = new MemoryStore();
        foreach (string path in new[] { _directory.At("none"), _directory.Root })
        {
            FaultException fault = await Assert.ThrowsAsync<FaultException>(() => FileTransfer.PushAsync(store, path, "k", Token));
            Assert.Equal((FaultKind.Gone, path), (fault.Kind, fault.Subject));
        }
    }

    [Fact]
    public async Task PullAsync_MissingObject_IsGoneAndLeavesNothing()
    {
        await using var store = new MemoryStore();

        FaultException fault = await Assert.ThrowsAsync<FaultException>(() =>
            FileTransfer.PullAsync(store, new StoredFile("n", "k", 1, 1, "", 0), _directory.At("d", "n"), Token));

        Assert.Equal((FaultKind.Gone, "k"), (fault.Kind, fault.Subject));
        Assert.Empty(_directory.Files());
    }

    [Theory]
    [InlineData("k", 5, "")]
    [InlineData("k", 3, "")]
    [InlineData("k", 4, "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a09")]
    [InlineData("k", 0, "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    [InlineData("junk.lz4", 4, "")]
    public async Task PullAsync_OtherContentThanExpected_IsBrokenAndKeepsTheOldFile(string key, long bytes, string sha256)
    {
        await using var store = new MemoryStore();
        await store.PutAsync("k", new MemoryStream("test"u8.ToArray()), PutCondition.Always, Token);
        await store.PutAsync("junk.lz4", new MemoryStream("test"u8.ToArray()), PutCondition.Always, Token);
        string path = _directory.Write("n", "old");

        FaultException fault = await Assert.ThrowsAsync<FaultException>(() =>
            FileTransfer.PullAsync(store, new StoredFile("n", key, bytes, 0, sha256, 0), path, Token));

        Assert.Equal((FaultKind.Broken, key), (fault.Kind, fault.Subject));
        Assert.Equal("old", await File.ReadAllTextAsync(path, Token));
        Assert.Equal(["n"], _directory.Files());
    }

    [Fact]
    public async Task PullAsync_NothingExpected_IsNotChecked()
    {
        await using var store = new MemoryStore();
        await store.PutAsync("k", new MemoryStream("test"u8.ToArray()), PutCondition.Always, Token);

        await FileTransfer.PullAsync(store, new StoredFile("n", "k", 0, 0, "", 0), _directory.At("n"), Token);

        Assert.Equal("test", await File.ReadAllTextAsync(_directory.At("n"), Token));
        Assert.Equal(0x1A4, (int)File.GetUnixFileMode(_directory.At("n")));
    }

    [Fact]
    public async Task PullAsync_SetUserIdMode_IsNotTakenFromTheStore()
    {
        await using var store = new MemoryStore();
        await store.PutAsync("k", new MemoryStream([1]), PutCondition.Always, Token);

        await FileTransfer.PullAsync(store, new StoredFile("n", "k", 1, 1, "", 0x9ED), _directory.At("n"), Token);

        Assert.Equal(0x1ED, (int)File.GetUnixFileMode(_directory.At("n")));
    }

    public void Dispose() => _directory.Dispose();

    private static StoredFile Stored(string key, PushedFile pushed, int mode = 0) =>
        new("out.dat", key, pushed.Bytes, pushed.StoredBytes, pushed.Sha256, mode);

    private static async Task<byte[]> StoredBytesAsync(MemoryStore store, string key) =>
        await Coding.DrainAsync((await store.OpenAsync(key, Token))!);
}
