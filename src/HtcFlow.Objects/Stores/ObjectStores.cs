using HtcFlow.Core.Ports;

namespace HtcFlow.Objects.Stores;

/// <summary>Opens stores by address; the one place that knows which kinds there are.</summary>
public static class ObjectStores
{
    /// <summary>Opens the store at an address; a directory is created when it is missing.</summary>
    /// <param name="address">An absolute directory.</param>
    /// <exception cref="FaultException">Broken: no address of a store. Denied: the directory cannot be made.</exception>
    public static IObjectStore Open(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.StartsWith("s3://", StringComparison.Ordinal))
        {
            throw new FaultException(
                FaultKind.Broken, "open store", address, "this build reads and writes directories only; the S3 store comes with the runner's data path");
        }

        return address.StartsWith('/')
            ? new DirectoryStore(address)
            : throw new FaultException(
                FaultKind.Broken, "open store", address, "a store is an absolute directory, for example /data/results, or s3://bucket/prefix");
    }
}
