using System.Runtime.CompilerServices;

namespace HtcFlow.Core.Ports;

/// <summary>Holds objects by key: a directory or an S3 bucket prefix.</summary>
/// <remarks>
/// Owner: whoever opened it (engine, runner or command). Callers: any thread, any number at once. Survives a crash: every object
/// whose <see cref="PutAsync"/> returned true; an object is visible whole or not at all, and a torn write leaves nothing under its key.
/// Failures are <see cref="FaultException"/>.
/// </remarks>
public interface IObjectStore : IAsyncDisposable
{
    /// <summary>Writes an object from a stream, read once from its current position to its end.</summary>
    /// <returns>False when <paramref name="condition"/> was <see cref="PutCondition.IfAbsent"/> and the key exists.</returns>
    Task<bool> PutAsync(string key, Stream content, PutCondition condition, CancellationToken cancellationToken);

    /// <summary>Opens an object for reading; null when there is none.</summary>
    Task<Stream?> OpenAsync(string key, CancellationToken cancellationToken);

    /// <summary>Lists the objects whose keys begin with a prefix, in ascending UTF-8 byte order of keys, without loading them all.</summary>
    /// <param name="prefix">Any prefix, usually one that ends in a slash.</param>
    /// <param name="after">Only keys greater than this one; empty for all.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    IAsyncEnumerable<ObjectInfo> ListAsync(string prefix, string after, CancellationToken cancellationToken);

    /// <summary>Lists keys alone, like <see cref="ListAsync"/>, where sizes would cost a system call an object.</summary>
    /// <param name="prefix">Any prefix, usually one that ends in a slash.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    async IAsyncEnumerable<string> ListKeysAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (ObjectInfo info in ListAsync(prefix, "", cancellationToken))
        {
            yield return info.Key;
        }
    }

    /// <summary>Removes objects; keys that do not exist are no error.</summary>
    Task DeleteAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken);

    /// <summary>Makes everything that was acknowledged, also by other processes of this machine, survive a loss of power.</summary>
    /// <remarks>One <c>syncfs</c> for a directory, nothing for a store that is durable on acknowledgement.</remarks>
    Task FlushAsync(CancellationToken cancellationToken);
}
