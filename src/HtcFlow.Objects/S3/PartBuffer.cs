using System.Buffers;
using System.Runtime.InteropServices;

namespace HtcFlow.Objects.S3;

/// <summary>Memory of one part, outside the collected heap: it goes back to the system when the part is stored, not when somebody collects.</summary>
internal sealed unsafe class PartBuffer(int bytes) : MemoryManager<byte>
{
    private byte* _start = (byte*)NativeMemory.Alloc((nuint)bytes);

    /// <summary>A stream over the first bytes; good until the buffer is disposed of.</summary>
    public Stream Read(int count) => new UnmanagedMemoryStream(Start, count);

    public override Span<byte> GetSpan() => new(Start, bytes);

    public override MemoryHandle Pin(int elementIndex = 0) => new(Start + elementIndex);

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
        NativeMemory.Free(_start);
        _start = null;
    }

    private byte* Start => _start is null ? throw new ObjectDisposedException(nameof(PartBuffer)) : _start;
}
