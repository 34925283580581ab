using System.Buffers;
using System.Runtime.InteropServices;
using HtcFlow.Core.Ports;
using HtcFlow.Objects.Posix;

namespace HtcFlow.Objects.S3;

/// <summary>Memory of one part, outside the collected heap: it goes back to the system when the part is stored, not when somebody collects.</summary>
/// <remarks>
/// A request that was given up, or answered early, may still be read for sending in the background. Streams therefore hold the memory
/// while they read and fail once it has been disposed of; it is freed when the last such read has ended. It is mapped, not allocated: the C
/// library would keep freed blocks of this size after the first one.
/// </remarks>
internal sealed unsafe class PartBuffer(int bytes) : MemoryManager<byte>
{
    private readonly NativePart _part = new((nuint)bytes);

    /// <summary>A stream over the first bytes; good until the buffer is disposed of.</summary>
    public Stream Read(int count) => new UnmanagedMemoryStream(_part, 0, count);

    public override Span<byte> GetSpan() => new(_part.Start, bytes);

    public override MemoryHandle Pin(int elementIndex = 0) => new(_part.Start + elementIndex);

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing) => _part.Dispose();

    private sealed class NativePart : SafeBuffer
    {
        public NativePart(nuint bytes)
            : base(ownsHandle: true)
        {
            SetHandle(Libc.Map(bytes));
            if (IsInvalid)
            {
                throw new FaultException(FaultKind.Transient, "take memory", $"{bytes} bytes", "the system has none left for a part of an object");
            }

            Initialize(bytes);
        }

        public byte* Start => IsClosed ? throw new ObjectDisposedException(nameof(PartBuffer)) : (byte*)handle;

        protected override bool ReleaseHandle() => Libc.Unmap(handle, (nuint)ByteLength) == 0;
    }
}
