using System.Diagnostics;
using System.Globalization;
using HtcFlow.Core.Wire;
using HtcFlow.Objects.Stores;
using HtcFlow.Objects.Transfer;
using HtcFlow.Testing;

namespace HtcFlow.Objects.Tests.Transfer;

/// <summary>Runs alone, because it looks at what the whole process allocates.</summary>
[CollectionDefinition(nameof(LargeFileTests), DisableParallelization = true)]
[Collection(nameof(LargeFileTests))]
public sealed class LargeFileTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PushAsync_SparseFileOf300MB_StaysWithinBoundedMemory()
    {
        const long Bytes = 300_000_000;
        using var directory = new TempDirectory();
        string path = directory.At("sparse.dat");
        await using (FileStream file = File.Create(path))
        {
            file.SetLength(Bytes);
        }

        await using var store = new DirectoryStore(directory.At("store"));
        long before = GC.GetTotalAllocatedBytes();
        PushedFile pushed = await FileTransfer.PushAsync(store, path, "sparse.lz4", Token);
        var stored = new StoredFile("sparse.dat", "sparse.lz4", pushed.Bytes, pushed.StoredBytes, pushed.Sha256, 0);
        await FileTransfer.PullAsync(store, stored, directory.At("back"), Token);

        Assert.Equal(Bytes, pushed.Bytes);
        Assert.InRange(pushed.StoredBytes, 1, Bytes / 200);
        Assert.Equal(Bytes, new FileInfo(directory.At("back")).Length);
        Assert.InRange(await BlocksOfAsync(directory.At("back")), 0, 2048); // what is left over at the end is written
        // Some parts of 1 and 2 MiB on their way, two chunks and the frames, some 14 MB; more where the pool of the threads gives other arrays.
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 64_000_000);
    }

    /// <summary>Blocks of 512 bytes that a file takes on the disk.</summary>
    private static async Task<long> BlocksOfAsync(string path)
    {
        using var stat = Process.Start(new ProcessStartInfo("stat", ["-c", "%b", path]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        string blocks = await stat.StandardOutput.ReadToEndAsync(Token);
        await stat.WaitForExitAsync(Token);
        return long.Parse(blocks, CultureInfo.InvariantCulture);
    }
}
