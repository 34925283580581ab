using System.Buffers;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Wire;
using HtcFlow.Objects.Frames;
using HtcFlow.Objects.Posix;

namespace HtcFlow.Objects.Transfer;

/// <summary>Fetches an object into a temporary file and verifies it; whoever asked gives it its name.</summary>
internal static class Download
{
    private const string Operation = "pull object";
    private const int SmallChunkBytes = 16 * 1024;
    private const int ChunkBytes = 256 * 1024;
    private const int DefaultMode = 0x1A4; // 0644
    private const int PermissionMask = 0x1FF; // 0777: no set-user-id out of a store

    /// <summary>Fetches and verifies; the temporary file stands beside <paramref name="path"/> with the right mode.</summary>
    public static async Task<TemporaryFile> FetchAsync(
        IObjectStore store, StoredFile file, string path, CancellationToken cancellationToken)
    {
        await using Stream content = await OpenAsync(store, file, cancellationToken);
        TemporaryFile target = TemporaryFile.Create(path[..path.LastIndexOf('/')], Operation, path);
        bool complete = false;
        try
        {
            await CopyAsync(content, target, file, cancellationToken);
            target.SetMode(file.Mode == 0 ? DefaultMode : file.Mode & PermissionMask);
            complete = true;
            return target;
        }
        finally
        {
            if (!complete)
            {
                target.Dispose();
            }
        }
    }

    private static async Task<Stream> OpenAsync(IObjectStore store, StoredFile file, CancellationToken cancellationToken)
    {
        Stream stored = await store.OpenAsync(file.Key, cancellationToken)
            ?? throw new FaultException(FaultKind.Gone, Operation, file.Key, "the store has no such object");
        return file.IsCompressed ? new Lz4Decoder(stored, subject: file.Key) : stored;
    }

    /// <summary>Copies and verifies; a size of -1, or of 0 without a hash, is not known.</summary>
    private static async Task CopyAsync(
        Stream content, TemporaryFile target, StoredFile file, CancellationToken cancellationToken)
    {
        bool checkHash = file.Sha256.Length > 0;
        bool checkSize = file.Bytes > 0 || (checkHash && file.Bytes == 0);
        await using var hashed = new HashingStream(content);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(checkSize && file.Bytes <= SmallChunkBytes ? SmallChunkBytes : ChunkBytes);
        try
        {
            int count;
            while ((count = await hashed.ReadAsync(buffer, cancellationToken)) > 0)
            {
                // Stopped here and not at the end: a wrong or hostile object must not fill the disk first.
                if (checkSize && hashed.Bytes > file.Bytes)
                {
                    throw Mismatch(file, $"it has more than the {file.Bytes} bytes that were stored");
                }

                target.Write(buffer.AsSpan(0, count));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        if (checkSize && hashed.Bytes != file.Bytes)
        {
            throw Mismatch(file, $"it has {hashed.Bytes} bytes where {file.Bytes} were stored");
        }

        if (checkHash && hashed.FinishHash() is { } sha256 && sha256 != file.Sha256)
        {
            throw Mismatch(file, $"its SHA-256 is {sha256} where {file.Sha256} was stored");
        }
    }

    private static FaultException Mismatch(StoredFile file, string detail) =>
        new(FaultKind.Broken, Operation, file.Key, $"{detail}; the object is damaged or was replaced");
}
