using System.Runtime.InteropServices;

namespace HtcFlow.Objects.Frames;

/// <summary>liblz4's frame API, as its header declares it.</summary>
internal static unsafe partial class Lz4Native
{
    public const string Library = "liblz4";

    /// <summary>LZ4F_VERSION: both sides check that they mean the same interface.</summary>
    public const uint Version = 100;

    [LibraryImport(Library, EntryPoint = "LZ4F_isError")]
    public static partial uint IsError(nuint code);

    [LibraryImport(Library, EntryPoint = "LZ4F_getErrorName")]
    public static partial nint ErrorName(nuint code);

    [LibraryImport(Library, EntryPoint = "LZ4F_compressFrameBound")]
    public static partial nuint FrameBound(nuint bytes, Lz4Preferences* preferences);

    [LibraryImport(Library, EntryPoint = "LZ4F_compressFrame")]
    public static partial nuint CompressFrame(byte* target, nuint room, byte* source, nuint bytes, Lz4Preferences* preferences);

    [LibraryImport(Library, EntryPoint = "LZ4F_createCompressionContext")]
    public static partial nuint CreateCompression(out nint context, uint version);

    [LibraryImport(Library, EntryPoint = "LZ4F_freeCompressionContext")]
    public static partial nuint FreeCompression(nint context);

    [LibraryImport(Library, EntryPoint = "LZ4F_compressBegin")]
    public static partial nuint CompressBegin(Lz4CompressionHandle context, byte* target, nuint room, Lz4Preferences* preferences);

    [LibraryImport(Library, EntryPoint = "LZ4F_compressBound")]
    public static partial nuint CompressBound(nuint bytes, Lz4Preferences* preferences);

    [LibraryImport(Library, EntryPoint = "LZ4F_compressUpdate")]
    public static partial nuint CompressUpdate(
        Lz4CompressionHandle context, byte* target, nuint room, byte* source, nuint bytes, void* options);

    [LibraryImport(Library, EntryPoint = "LZ4F_compressEnd")]
    public static partial nuint CompressEnd(Lz4CompressionHandle context, byte* target, nuint room, void* options);

    [LibraryImport(Library, EntryPoint = "LZ4F_createDecompressionContext")]
    public static partial nuint CreateDecompression(out nint context, uint version);

    [LibraryImport(Library, EntryPoint = "LZ4F_freeDecompressionContext")]
    public static partial nuint FreeDecompression(nint context);

    [LibraryImport(Library, EntryPoint = "LZ4F_decompress")]
    public static partial nuint Decompress(
        Lz4DecompressionHandle context, byte* target, ref nuint targetBytes, byte* source, ref nuint sourceBytes, void* options);
}
