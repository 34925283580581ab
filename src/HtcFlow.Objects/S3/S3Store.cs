using System.Buffers;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using HtcFlow.Core.Ports;
using HtcFlow.Objects.S3.Connections;
using HtcFlow.Core.Wire;
using HtcFlow.Objects.Stores;

namespace HtcFlow.Objects.S3;

/// <summary>Holds objects in an S3 bucket, all of it or what lies under a prefix.</summary>
/// <remarks>
/// Owner: whoever opened it. Callers: any thread, any number at once. Survives a crash: every object whose put returned true; a put that
/// was under way may leave parts that nobody sees and that the bucket's rule for unfinished uploads removes. Memory: at most
/// <see cref="PartBudget"/> for parts, 256 KiB a put beside it, and as much again for ranges of large objects that are read.
/// </remarks>
public sealed class S3Store : IObjectStore
{
    /// <summary>Memory of all parts that are read or sent: four of 8 MiB, which fill a line of 10 Gbit/s at 25 ms.</summary>
    public const int PartBudget = 32 << 20;

    /// <summary>Objects up to this size wait for no memory: what a busy runner has in flight (64 of them) is 16 MiB.</summary>
    private const int SmallBytes = 256 << 10;

    private const int KeyLimit = 1024;

    // Directory buckets list in no order, and the port promises one.
    private const string UnorderedSuffix = "--x-s3";

    private readonly S3Address _address;
    private readonly string _prefix;
    private readonly S3Connection _connection;
    private readonly S3Attempts _attempts;
    private readonly S3Writer _writer;
    private readonly S3Deletion _deletion;
    private readonly S3Reader _reader;
    private readonly BufferBudget _budget = new(PartBudget);

    // Its own: a reader that has room must not keep a part from being sent whose content it gives.
    private readonly BufferBudget _reads = new(PartBudget);

    /// <summary>Opens a store; no request is sent.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="time">Clock and timers.</param>
    /// <exception cref="FaultException">Broken: the bucket is of a kind that cannot be used.</exception>
    public S3Store(S3Address address, TimeProvider time)
        : this(address, time, credentials: null)
    {
    }

    internal S3Store(S3Address address, TimeProvider time, AWSCredentials? credentials)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(time);
        if (address.Bucket.EndsWith(UnorderedSuffix, StringComparison.Ordinal))
        {
            throw new FaultException(
                FaultKind.Broken, "open store", address.ToString(), "directory buckets list their objects in no order; use a general purpose bucket");
        }

        _address = address;
        _prefix = address.Prefix.Length == 0 ? "" : address.Prefix + "/";
        _connection = new S3Connection(address, credentials, time);
        _attempts = new S3Attempts(_connection, time);
        _writer = new S3Writer(_attempts, new ObjectTags(address), address.Bucket, knownToHaveConditions: _connection.Endpoint.Length == 0);
        _deletion = new S3Deletion(_attempts, _connection.Place);
        _reader = new S3Reader(_attempts, _reads, address.Bucket, _connection.Place, time);
    }

    /// <summary>What the store was seen to do so far.</summary>
    public StoreCapabilities Capabilities => new(_writer.Conditions, _connection.Region, _connection.PathStyle);

    /// <inheritdoc/>
    public async Task<bool> PutAsync(string key, Stream content, PutCondition condition, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        string full = FullKey(key, "put object");
        long length = content.CanSeek ? content.Length - content.Position : -1;
        // One byte more than it is said to be shows whether it has grown.
        int room = (int)(length < 0 ? SmallBytes : Math.Min(length + 1, SmallBytes));
        byte[] small = ArrayPool<byte>.Shared.Rent(room);
        int count = await content.ReadAtLeastAsync(small.AsMemory(0, room), room, throwOnEndOfStream: false, cancellationToken);
        bool written = count < room
            ? await WriteAsync(full, small.AsMemory(0, count), () => new MemoryStream(small, 0, count, writable: false), condition, cancellationToken)
            : await PutLargeAsync(full, small.AsMemory(0, count), content, length, condition, cancellationToken);
        // Only after a success: a request that was given up may still be read for sending, and must not find another object's bytes.
        ArrayPool<byte>.Shared.Return(small);
        return written;
    }

    /// <inheritdoc/>
    public Task<Stream?> OpenAsync(string key, CancellationToken cancellationToken) =>
        _reader.OpenAsync(FullKey(key, "open object"), cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<ObjectInfo> ListAsync(string prefix, string after, CancellationToken cancellationToken)
    {
        StoreKey.CheckPrefix(prefix, "list objects");
        ArgumentNullException.ThrowIfNull(after);
        return ListPagesAsync(prefix, after, cancellationToken);
    }

    /// <inheritdoc/>
    public Task DeleteAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return _deletion.RunAsync([.. keys.Select(key => FullKey(key, "delete object"))], cancellationToken);
    }

    /// <inheritdoc/>
    public Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _connection.Dispose();
        _budget.Dispose();
        _reads.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<bool> PutLargeAsync(
        string key, ReadOnlyMemory<byte> head, Stream content, long length, PutCondition condition, CancellationToken cancellationToken)
    {
        int part = S3Upload.PartBytes(length, 1);
        int room = length < 0 ? part : (int)Math.Min(part, length + 1);
        BufferBudget.Lease lease = await _budget.TakeAsync(room, cancellationToken);
        bool handedOn = false;
        try
        {
            Memory<byte> buffer = lease.Buffer.Memory;
            head.CopyTo(buffer);
            int count = head.Length + await content.ReadAtLeastAsync(
                buffer[head.Length..], room - head.Length, throwOnEndOfStream: false, cancellationToken);
            if (count < room)
            {
                return await WriteAsync(key, buffer[..count], () => lease.Buffer.Read(count), condition, cancellationToken);
            }

            handedOn = true;
            return await new S3Upload(_attempts, _writer, _budget, _address.Bucket, key)
                .RunAsync(lease, content, room < part ? -1 : length, condition, cancellationToken);
        }
        finally
        {
            if (!handedOn)
            {
                lease.Dispose();
            }
        }
    }

    private async Task<bool> WriteAsync(
        string key, ReadOnlyMemory<byte> content, Func<Stream> read, PutCondition condition, CancellationToken cancellationToken)
    {
        if (condition == PutCondition.IfAbsent)
        {
            return await _writer.PutIfAbsentAsync(key, content, read, cancellationToken);
        }

        await _writer.PutAsync(key, content, read, cancellationToken);
        return true;
    }

    private async IAsyncEnumerable<ObjectInfo> ListPagesAsync(
        string prefix, string after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? token = null;
        string start = after.Length == 0 ? "" : _prefix + after;
        do
        {
            ListObjectsV2Response page = await _attempts.RunAsync("list objects", _address.ToString(), 1 << 20, (client, _, limited) =>
                client.ListObjectsV2Async(
                    new ListObjectsV2Request
                    {
                        BucketName = _address.Bucket,
                        Prefix = _prefix + prefix,
                        StartAfter = token is null && start.Length > 0 ? start : null,
                        ContinuationToken = token,
                        Encoding = EncodingType.Url, // control characters cannot stand in XML
                    },
                    limited),
                cancellationToken);
            foreach (S3Object entry in page.S3Objects ?? [])
            {
                cancellationToken.ThrowIfCancellationRequested();
                string key = page.Encoding == EncodingType.Url ? WebUtility.UrlDecode(entry.Key) : entry.Key;
                yield return new ObjectInfo(key[_prefix.Length..], entry.Size ?? 0)
                {
                    StoredAt = entry.LastModified is { } stored ? new DateTimeOffset(stored.ToUniversalTime()) : default,
                };
            }

            token = page.IsTruncated == true ? page.NextContinuationToken : null;
        }
        while (token is not null);
    }

    private string FullKey(string key, string operation)
    {
        StoreKey.Check(key, operation);
        string full = _prefix + key;
        return Encoding.UTF8.GetByteCount(full) <= KeyLimit
            ? full
            : throw new FaultException(
                FaultKind.Broken, operation, key, $"with the store's prefix the key is longer than {KeyLimit} bytes; shorten the prefix or the output's name");
    }
}
