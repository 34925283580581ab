using System.Runtime.InteropServices;

namespace HtcFlow.Objects.Posix;

/// <summary>The kernel's <c>struct statx</c>: unlike <c>struct stat</c> it is laid out alike on every architecture.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal readonly struct FileStatus
{
    private const int TypeMask = 0xF000;

    [FieldOffset(16)]
    public readonly uint Links;

    [FieldOffset(20)]
    public readonly uint Owner;

    [FieldOffset(28)]
    private readonly ushort _mode;

    [FieldOffset(40)]
    public readonly long Bytes;

    [FieldOffset(112)]
    private readonly long _writtenSeconds;

    [FieldOffset(120)]
    private readonly uint _writtenNanoseconds;

    /// <summary>When its content was last written.</summary>
    public DateTimeOffset WrittenAt => DateTimeOffset.FromUnixTimeSeconds(_writtenSeconds).AddTicks(_writtenNanoseconds / 100);

    /// <summary>Permission bits.</summary>
    public int Permissions => _mode & 0xFFF;

    public bool IsDirectory => (_mode & TypeMask) == 0x4000;

    public bool IsRegular => (_mode & TypeMask) == 0x8000;
}
