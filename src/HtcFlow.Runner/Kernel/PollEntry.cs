using System.Runtime.InteropServices;

namespace HtcFlow.Runner.Kernel;

/// <summary><c>struct pollfd</c>; a negative descriptor is skipped by the kernel.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollEntry
{
    public int Descriptor;
    public short Wanted;
    public short Seen;
}
