using System.Buffers;
using System.Security.Cryptography;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Wire;
using HtcFlow.Objects.Frames;
using HtcFlow.Objects.Posix;

namespace HtcFlow.Objects.Transfer;

/// <summary>Moves files between this machine and a store, compressing and verifying on the way.</summary>
public static class FileTransfer
{
    /// <summary>Files up to this size are read, hashed and compressed in memory at one go, so that a store knows the object's size before it
    /// begins; larger ones are two parts and more, and worth more than one processor.</summary>
    private const int InlineBytes = 2 * Lz4ParallelEncoder.PartBytes;

    private const string Extension = ".lz4";

    /// <summary>Puts a file into a store in one pass; compressed when the key ends in <c>.lz4</c>. An object of that key is replaced.</summary>
    /// <exception cref="FaultException">
    /// Gone: there is no such file. Transient: the file changed while it was read. Otherwise what the store says.
    /// </exception>
    public static async Task<PushedFile> PushAsync(
        IObjectStore store, string path, string key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(key);
        await using PosixReader file = PosixReader.Open(path, "push file", path)
            ?? throw new FaultException(FaultKind.Gone, "push file", path, "there is no such file");
        bool compress = key.EndsWith(Extension, StringComparison.Ordinal);
        if (file.Length < InlineBytes)
        {
            return await PushInlineAsync(store, file, path, key, compress, cancellationToken);
        }

        return compress
            ? await PushInPartsAsync(store, file, path, key, cancellationToken)
            : await PushPlainAsync(store, file, path, key, cancellationToken);
    }

    /// <summary>Brings a stored file to a path: decompressed, verified, with its mode, and only then under its name.</summary>
    /// <param name="store">Store that holds it.</param>
    /// <param name="file">Key and expectations; an empty hash, and a size of 0 without a hash, are not checked. Mode 0 means 0644.</param>
    /// <param name="path">Absolute target; its directory is made when it is missing and a file in its place is replaced.</param>
    /// <param name="cancellationToken">Ends the transfer; nothing stays behind.</param>
    /// <exception cref="FaultException">Gone: no such object. Broken: damaged, or not the content that was expected.</exception>
    public static async Task PullAsync(IObjectStore store, StoredFile file, string path, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(file);
        using TemporaryFile target = await Download.FetchAsync(store, file, path, cancellationToken);
        target.Publish(path, PutCondition.Always);
    }

    private static async Task<PushedFile> PushInlineAsync(
        IObjectStore store, PosixReader file, string path, string key, bool compress, CancellationToken cancellationToken)
    {
        byte[] raw = ArrayPool<byte>.Shared.Rent((int)file.Length + 1);
        byte[] frame = [];
        try
        {
            int length = file.ReadToFill(raw);
            if (length != file.Length)
            {
                throw new FaultException(
                    FaultKind.Transient, "push file", path, $"it was {file.Length} bytes long and changed while it was read");
            }

            string sha256 = Convert.ToHexStringLower(SHA256.HashData(raw.AsSpan(0, length)));
            (byte[] stored, int storedBytes) = (raw, length);
            if (compress)
            {
                frame = ArrayPool<byte>.Shared.Rent(Lz4Frame.MaxBytes(length));
                (stored, storedBytes) = (frame, Lz4Frame.Compress(raw.AsSpan(0, length), frame, path));
            }

            var content = new MemoryStream(stored, 0, storedBytes, writable: false, publiclyVisible: true);
            await store.PutAsync(key, content, PutCondition.Always, cancellationToken);
            return new PushedFile(length, storedBytes, sha256);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(raw);
            ArrayPool<byte>.Shared.Return(frame);
        }
    }

    private static async Task<PushedFile> PushInPartsAsync(
        IObjectStore store, PosixReader file, string path, string key, CancellationToken cancellationToken)
    {
        await using var encoder = new Lz4ParallelEncoder(file, file.Length, leaveOpen: true, subject: path);
        await store.PutAsync(key, encoder, PutCondition.Always, cancellationToken);
        return new PushedFile(encoder.RawBytes, encoder.FrameBytes, encoder.Sha256);
    }

    private static async Task<PushedFile> PushPlainAsync(
        IObjectStore store, PosixReader file, string path, string key, CancellationToken cancellationToken)
    {
        await using var content = new HashingStream(file);
        await store.PutAsync(key, content, PutCondition.Always, cancellationToken);
        return new PushedFile(content.Bytes, content.Bytes, content.FinishHash());
    }
}
