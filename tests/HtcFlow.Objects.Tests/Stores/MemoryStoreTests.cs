using HtcFlow.Core.Ports;
using HtcFlow.Objects.Stores;

namespace HtcFlow.Objects.Tests.Stores;

public sealed class MemoryStoreTests : ObjectStoreContract
{
    [Fact]
    public async Task Count_PutsAndDeletes_CountsObjects()
    {
        await using var store = new MemoryStore();
        await PutAsync(store, "a", "x");
        await PutAsync(store, "b", "x");
        await PutAsync(store, "b", "y");

        await store.DeleteAsync(["a"], Token);

        Assert.Equal(1, store.Count);
    }

    protected override IObjectStore Open() => new MemoryStore();
}
