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
    private const int SmallBytes = 256 * 1024;
    private const int ChunkBytes = 1 << 20;
    private const int HoleBytes = 64 * 1024;
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
        return !file.IsCompressed ? stored
            : IsSmall(file) ? new Lz4Decoder(stored, subject: file.Key)
            : new Lz4ParallelDecoder(stored, subject: file.Key, isVerified: file.Sha256.Length > 0);
    }

    /// <summary>Whether a file is known to fit one buffer; a size of -1, or of 0 without a hash, is not known.</summary>
    private static bool IsSmall(StoredFile file) => HasSize(file) && file.Bytes <= SmallBytes;

    private static bool HasSize(StoredFile file) => file.Bytes > 0 || (file.Sha256.Length > 0 && file.Bytes == 0);

    /// <summary>Copies and verifies, reading and hashing one chunk while the one before is written.</summary>
    private static async Task CopyAsync(
        Stream content, TemporaryFile target, StoredFile file, CancellationToken cancellationToken)
    {
        await using var hashed = new HashingStream(content);
        int room = !IsSmall(file) ? ChunkBytes : (int)file.Bytes + 1; // one byte more, so that the end is seen at once
        byte[] filling = ArrayPool<byte>.Shared.Rent(room);
        byte[]? writing = null;
        Task written = Task.CompletedTask;
        try
        {
            int count;
            while ((count = await hashed.ReadAtLeastAsync(filling, filling.Length, throwOnEndOfStream: false, cancellationToken)) > 0)
            {
                // Stopped here and not at the end: a wrong or hostile object must not fill the disk first.
                if (HasSize(file) && hashed.Bytes > file.Bytes)
                {
                    throw Mismatch(file, $"it has more than the {file.Bytes} bytes that were stored");
                }

                await written;
                if (count < filling.Length)
                {
                    Write(target, filling.AsSpan(0, count));
                    break;
                }

                byte[] full = filling;
                filling = writing ?? ArrayPool<byte>.Shared.Rent(full.Length);
                writing = full;
                written = Task.Run(() => Write(target, full), CancellationToken.None);
            }

            await written;
            target.EndHere();
        }
        finally
        {
            await written.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            ArrayPool<byte>.Shared.Return(filling);
            if (writing is not null)
            {
                ArrayPool<byte>.Shared.Return(writing);
            }
        }

        Verify(hashed, file);
    }

    /// <summary>Writes a chunk; a large one that is all zeros stays a hole, as it may have been one where it came from.</summary>
    private static void Write(TemporaryFile target, ReadOnlySpan<byte> chunk)
    {
        if (chunk.Length >= HoleBytes && !chunk.ContainsAnyExcept((byte)0))
        {
            target.Skip(chunk.Length);
        }
        else
        {
            target.Write(chunk);
        }
    }

    private static void Verify(HashingStream hashed, StoredFile file)
    {
        if (HasSize(file) && hashed.Bytes != file.Bytes)
        {
            throw Mismatch(file, $"it has {hashed.Bytes} bytes where {file.Bytes} were stored");
        }

        if (file.Sha256.Length > 0 && hashed.FinishHash() is { } sha256 && sha256 != file.Sha256)
        {
            throw Mismatch(file, $"its SHA-256 is {sha256} where {file.Sha256} was stored");
        }
    }

    private static FaultException Mismatch(StoredFile file, string detail) =>
        new(FaultKind.Broken, Operation, file.Key, $"{detail}; the object is damaged or was replaced");
}
