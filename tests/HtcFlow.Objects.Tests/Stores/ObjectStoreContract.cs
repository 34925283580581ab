using System.Text;
using HtcFlow.Core.Ports;

namespace HtcFlow.Objects.Tests.Stores;

/// <summary>What every object store must do; each store's tests inherit it.</summary>
public abstract class ObjectStoreContract
{
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4096)]
    [InlineData(65536)]
    [InlineData(65537)]
    [InlineData(1_000_003)]
    public async Task PutAsync_AnySize_IsReadBack(int bytes)
    {
        await using IObjectStore store = Open();
        byte[] content = Bytes(bytes);

        bool written = await store.PutAsync("a/b/c.dat", new MemoryStream(content), PutCondition.Always, Token);

        Assert.True(written);
        Assert.Equal(content, await ReadAsync(store, "a/b/c.dat"));
        Assert.Equal([new ObjectInfo("a/b/c.dat", bytes)], await ListAsync(store, ""));
    }

    [Fact]
    public async Task ListAsync_StoredObject_TellsWhen()
    {
        await using IObjectStore store = Open();
        DateTimeOffset before = DateTimeOffset.UtcNow;
        await store.PutAsync("k", new MemoryStream(Bytes(1)), PutCondition.Always, Token);

        // Stores keep whole seconds, and kernels stamp files with the time of their last tick.
        DateTimeOffset stored = Assert.Single(await ListAsync(store, "")).StoredAt;
        Assert.InRange(stored, before.AddSeconds(-2), DateTimeOffset.UtcNow.AddSeconds(2));
    }

    [Fact]
    public async Task PutAsync_StreamNotAtItsBeginning_StoresTheRest()
    {
        await using IObjectStore store = Open();
        var content = new MemoryStream("head and tail"u8.ToArray()) { Position = 9 };

        await store.PutAsync("k", content, PutCondition.Always, Token);

        Assert.Equal("tail"u8.ToArray(), await ReadAsync(store, "k"));
        Assert.Equal(13, content.Position);
    }

    [Fact]
    public async Task PutAsync_ExistingKey_IsReplaced()
    {
        await using IObjectStore store = Open();
        await PutAsync(store, "k", "a long first content");

        await PutAsync(store, "k", "second");

        Assert.Equal("second"u8.ToArray(), await ReadAsync(store, "k"));
    }

    [Fact]
    public async Task PutAsync_IfAbsentOnExistingKey_ChangesNothing()
    {
        await using IObjectStore store = Open();
        Assert.True(await PutAsync(store, "d/k", "first", PutCondition.IfAbsent));

        Assert.False(await PutAsync(store, "d/k", "second", PutCondition.IfAbsent));

        Assert.Equal("first"u8.ToArray(), await ReadAsync(store, "d/k"));
        Assert.Single(await ListAsync(store, ""));
    }

    [Fact]
    public async Task PutAsync_SixtyFourWritersIfAbsent_HasOneWinner()
    {
        await using IObjectStore store = Open();
        for (int round = 0; round < 20; round++)
        {
            string key = $"new/directory/{round}/accepted.json";
            bool[] won = await Task.WhenAll(Enumerable.Range(0, 64).Select(writer => Task.Run(
                () => store.PutAsync(key, new MemoryStream(Encoding.UTF8.GetBytes($"writer {writer}")), PutCondition.IfAbsent, Token),
                Token)));

            int winner = Array.IndexOf(won, true);
            Assert.Single(won, true);
            Assert.Equal($"writer {winner}", Encoding.UTF8.GetString((await ReadAsync(store, key))!));
        }
    }

    [Theory]
    [InlineData(PutCondition.Always)]
    [InlineData(PutCondition.IfAbsent)]
    public async Task PutAsync_SourceFailsHalfway_LeavesNothing(PutCondition condition)
    {
        await using IObjectStore store = Open();
        await PutAsync(store, "d/other", "x");

        await Assert.ThrowsAsync<IOException>(() =>
            store.PutAsync("d/torn", new FailingStream(bytes: 700_000), condition, Token));

        Assert.Null(await store.OpenAsync("d/torn", Token));
        Assert.Equal(["d/other"], await KeysAsync(store, ""));
    }

    [Fact]
    public async Task PutAsync_SourceFailsHalfwayOverExistingKey_KeepsTheOldContent()
    {
        await using IObjectStore store = Open();
        await PutAsync(store, "k", "old");

        await Assert.ThrowsAsync<IOException>(() =>
            store.PutAsync("k", new FailingStream(bytes: 700_000), PutCondition.Always, Token));

        Assert.Equal("old"u8.ToArray(), await ReadAsync(store, "k"));
    }

    [Fact]
    public async Task OpenAsync_MissingKey_IsNull()
    {
        await using IObjectStore store = Open();
        await PutAsync(store, "a/b", "x");

        Assert.Null(await store.OpenAsync("nothing", Token));
        Assert.Null(await store.OpenAsync("a", Token));
        Assert.Null(await store.OpenAsync("a/b/c", Token));
    }

    [Fact]
    public async Task OpenAsync_ObjectReplacedWhileOpen_GivesTheOldContent()
    {
        await using IObjectStore store = Open();
        byte[] old = Bytes(200_000);
        await store.PutAsync("k", new MemoryStream(old), PutCondition.Always, Token);
        await using Stream reading = (await store.OpenAsync("k", Token))!;

        await PutAsync(store, "k", "new");

        var copy = new MemoryStream();
        await reading.CopyToAsync(copy, Token);
        Assert.Equal(old, copy.ToArray());
    }

    [Fact]
    public async Task ListAsync_DirectoriesAmongFiles_SortsByWholeKeys()
    {
        await using IObjectStore store = Open();
        string[] keys = ["a-b/1", "a.txt", "a/b", "a/c/d", "a/c.d", "a/c0", "a0", "b/\uE000", "b/\uFFFD", "b/\U0001F9F2", "b/é", "b/z"];
        foreach (string key in keys.Reverse())
        {
            await PutAsync(store, key, key);
        }

        Assert.Equal(
            ["a-b/1", "a.txt", "a/b", "a/c.d", "a/c/d", "a/c0", "a0", "b/z", "b/é", "b/\uE000", "b/\uFFFD", "b/\U0001F9F2"],
            await KeysAsync(store, ""));
    }

    [Theory]
    [InlineData("", "", "l/s/0/1 l/s/0/2 l/s/10/1 l/s1/0/1 m")]
    [InlineData("l/s", "", "l/s/0/1 l/s/0/2 l/s/10/1 l/s1/0/1")]
    [InlineData("l/s/", "", "l/s/0/1 l/s/0/2 l/s/10/1")]
    [InlineData("l/s/1", "", "l/s/10/1")]
    [InlineData("l/s/0/2", "", "l/s/0/2")]
    [InlineData("l/s/0/2/", "", "")]
    [InlineData("nothing/", "", "")]
    [InlineData("l/s/", "l/s/0/1", "l/s/0/2 l/s/10/1")]
    [InlineData("l/s/", "l/s/0/2", "l/s/10/1")]
    [InlineData("l/s/", "l/s/0/", "l/s/0/1 l/s/0/2 l/s/10/1")]
    [InlineData("l/s/", "l/s/0zzz", "l/s/10/1")]
    [InlineData("l/s/", "a", "l/s/0/1 l/s/0/2 l/s/10/1")]
    [InlineData("l/s/", "z", "")]
    [InlineData("l/s/", "l/s/10/1/x", "")]
    [InlineData("", "l/s/10/1", "l/s1/0/1 m")]
    public async Task ListAsync_PrefixAndAfter_SelectsKeys(string prefix, string after, string expected)
    {
        await using IObjectStore store = Open();
        foreach (string key in new[] { "l/s/0/1", "l/s/0/2", "l/s/10/1", "l/s1/0/1", "m" })
        {
            await PutAsync(store, key, "x");
        }

        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), await KeysAsync(store, prefix, after));
    }

    [Fact]
    public async Task ListAsync_MoreThanAPage_IsComplete()
    {
        await using IObjectStore store = Open();
        string[] keys = [.. Enumerable.Range(0, 2500).Select(i => $"k/{i:D5}")];
        foreach (string key in keys)
        {
            await PutAsync(store, key, "");
        }

        Assert.Equal(keys, await KeysAsync(store, "k/"));
    }

    [Fact]
    public async Task ListAsync_EverythingDeletedWhileListing_Ends()
    {
        await using IObjectStore store = Open();
        string[] keys = [.. Enumerable.Range(0, 300).Select(i => $"k/{i % 10}/{i:D5}")];
        foreach (string key in keys)
        {
            await PutAsync(store, key, "x");
        }

        await foreach (ObjectInfo info in store.ListAsync("k/", "", Token))
        {
            Assert.Contains(info.Key, keys);
            await store.DeleteAsync(keys, Token);
        }

        Assert.Empty(await ListAsync(store, ""));
    }

    [Fact]
    public async Task DeleteAsync_MissingAndExistingKeys_RemovesThose()
    {
        await using IObjectStore store = Open();
        await PutAsync(store, "a/b/1", "x");
        await PutAsync(store, "a/2", "x");

        await store.DeleteAsync(["a/b/1", "a/b/none", "none/at/all", "a/2/below-a-file", "a"], Token);

        Assert.Equal(["a/2"], await KeysAsync(store, ""));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/absolute")]
    [InlineData("a//b")]
    [InlineData("a/")]
    [InlineData("..")]
    [InlineData("a/../../etc/passwd")]
    [InlineData("./a")]
    [InlineData("a\0b")]
    [InlineData("a/<half a pair>")]
    [InlineData("a/.htcflow-1.tmp")]
    public async Task AnyCall_ImpossibleKey_IsBroken(string key)
    {
        await using IObjectStore store = Open();
        // Attributes are stored as UTF-8 and cannot hold half a surrogate pair.
        key = key.Replace("<half a pair>", "\uD800", StringComparison.Ordinal);

        foreach (Func<Task> call in new Func<Task>[]
            {
                () => PutAsync(store, key, "x"), () => store.OpenAsync(key, Token), () => store.DeleteAsync([key], Token),
            })
        {
            Assert.Equal(FaultKind.Broken, (await Assert.ThrowsAsync<FaultException>(call)).Kind);
        }
    }

    [Fact]
    public async Task PutAsync_KeyOfMoreThan1024Bytes_IsBroken()
    {
        await using IObjectStore store = Open();
        string longest = string.Join('/', Enumerable.Repeat(new string('é', 63) + "x", 7)) + "/";
        longest += new string('y', 1024 - Encoding.UTF8.GetByteCount(longest));

        await PutAsync(store, longest, "x");

        Assert.Equal([longest], await KeysAsync(store, ""));
        await Assert.ThrowsAsync<FaultException>(() => PutAsync(store, longest + "y", "x"));
    }

    [Theory]
    [InlineData("../")]
    [InlineData("/")]
    [InlineData("a/../b")]
    [InlineData("a//")]
    public async Task ListAsync_ImpossiblePrefix_IsBroken(string prefix)
    {
        await using IObjectStore store = Open();

        await Assert.ThrowsAsync<FaultException>(() => ListAsync(store, prefix));
    }

    [Fact]
    public async Task FlushAsync_AfterPuts_Succeeds()
    {
        await using IObjectStore store = Open();
        await PutAsync(store, "a", "x");

        await store.FlushAsync(Token);

        Assert.Single(await ListAsync(store, "a"));
    }

    protected abstract IObjectStore Open();

    protected static byte[] Bytes(int count)
    {
        byte[] bytes = new byte[count];
        new Random(count).NextBytes(bytes);
        return bytes;
    }

    protected static Task<bool> PutAsync(
        IObjectStore store, string key, string text, PutCondition condition = PutCondition.Always) =>
        store.PutAsync(key, new MemoryStream(Encoding.UTF8.GetBytes(text)), condition, Token);

    protected static async Task<byte[]?> ReadAsync(IObjectStore store, string key)
    {
        await using Stream? stream = await store.OpenAsync(key, Token);
        if (stream is null)
        {
            return null;
        }

        var copy = new MemoryStream();
        await stream.CopyToAsync(copy, Token);
        return copy.ToArray();
    }

    protected static async Task<List<ObjectInfo>> ListAsync(IObjectStore store, string prefix, string after = "")
    {
        var infos = new List<ObjectInfo>();
        await foreach (ObjectInfo info in store.ListAsync(prefix, after, Token))
        {
            infos.Add(info);
        }

        return infos;
    }

    protected static async Task<IEnumerable<string>> KeysAsync(IObjectStore store, string prefix, string after = "") =>
        (await ListAsync(store, prefix, after)).Select(info => info.Key);
}
