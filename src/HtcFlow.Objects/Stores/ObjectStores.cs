using HtcFlow.Core.Ports;
using HtcFlow.Core.Wire;
using HtcFlow.Objects.S3;

namespace HtcFlow.Objects.Stores;

/// <summary>Opens stores by address; the one place that knows which kinds there are.</summary>
public static class ObjectStores
{
    /// <summary>Opens the store at an address; a directory is created when it is missing.</summary>
    /// <param name="address">An absolute directory, or <c>s3://bucket/prefix</c> with options; see <see cref="S3Address"/>.</param>
    /// <exception cref="FaultException">Broken: no address of a store. Denied: the directory cannot be made.</exception>
    public static IObjectStore Open(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.StartsWith(S3Address.Scheme, StringComparison.Ordinal))
        {
            // Not the whole address in the message: what is wrong with it may be a key that stands in it.
            return S3Address.Parse(address, out string problem, out string advice) is { } s3
                ? new S3Store(s3, TimeProvider.System)
                : throw new FaultException(FaultKind.Broken, "open store", S3Address.Scheme + "...", $"the address {problem}; {advice}");
        }

        return address.StartsWith('/')
            ? new DirectoryStore(address)
            : throw new FaultException(
                FaultKind.Broken, "open store", address, "a store is an absolute directory, for example /data/results, or s3://bucket/prefix");
    }
}
