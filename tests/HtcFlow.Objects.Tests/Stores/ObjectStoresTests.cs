using HtcFlow.Core.Ports;
using HtcFlow.Objects.Stores;
using HtcFlow.Testing;

namespace HtcFlow.Objects.Tests.Stores;

public sealed class ObjectStoresTests
{
    [Fact]
    public async Task Open_AbsoluteDirectory_IsMade()
    {
        using var directory = new TempDirectory();
        string root = directory.At("new", "store");

        await using IObjectStore store = ObjectStores.Open(root);

        Assert.IsType<DirectoryStore>(store);
        Assert.True(Directory.Exists(root));
    }

    [Theory]
    [InlineData("s3://B/prefix", "bucket name")]
    [InlineData("s3://key:secret@bucket/prefix", "does not belong into an address")]
    [InlineData("results", "absolute directory")]
    [InlineData("memory:", "absolute directory")]
    [InlineData("", "absolute directory")]
    [InlineData("/a/../b", "'..'")]
    public void Open_OtherAddress_IsBrokenAndSaysWhatWouldBeRight(string address, string words)
    {
        FaultException fault = Assert.Throws<FaultException>(() => ObjectStores.Open(address));

        Assert.Equal(FaultKind.Broken, fault.Kind);
        Assert.Contains(words, fault.Detail, StringComparison.Ordinal);
    }
}
