using HtcFlow.Core.Ports;

namespace HtcFlow.Objects.Stores;

/// <summary>A listing that has not begun; every enumeration walks the directories anew.</summary>
internal sealed class DirectoryListing(string root, string prefix, string after, bool withSizes, CancellationToken token)
    : IAsyncEnumerable<ObjectInfo>
{
    public IAsyncEnumerator<ObjectInfo> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        new DirectoryWalk(root, prefix, after, withSizes, cancellationToken.CanBeCanceled ? cancellationToken : token);
}
