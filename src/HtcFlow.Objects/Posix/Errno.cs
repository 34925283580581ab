namespace HtcFlow.Objects.Posix;

/// <summary>Error numbers of Linux, alike on x86-64 and arm64.</summary>
internal static class Errno
{
    public const int Perm = 1;
    public const int NoEnt = 2;
    public const int Intr = 4;
    public const int Io = 5;
    public const int Again = 11;
    public const int NoMem = 12;
    public const int Acces = 13;
    public const int Busy = 16;
    public const int Exist = 17;
    public const int XDev = 18;
    public const int NotDir = 20;
    public const int IsDir = 21;
    public const int Inval = 22;
    public const int NFile = 23;
    public const int MFile = 24;
    public const int FBig = 27;
    public const int NoSpc = 28;
    public const int RoFs = 30;
    public const int MLink = 31;
    public const int NameTooLong = 36;
    public const int NoLck = 37;
    public const int NoSys = 38;
    public const int NotEmpty = 39;
    public const int Loop = 40;
    public const int OpNotSupp = 95;
    public const int TimedOut = 110;
    public const int Stale = 116;
    public const int DQuot = 122;
}
