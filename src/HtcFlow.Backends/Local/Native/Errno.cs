namespace HtcFlow.Backends.Local.Native;

/// <summary>Error numbers of Linux that the local backend tells apart; the same on x86-64 and arm64.</summary>
internal static class Errno
{
    internal const int NotPermitted = 1;
    internal const int NoEntry = 2;
    internal const int Interrupted = 4;
    internal const int ArgumentsTooLong = 7;
    internal const int NotExecutable = 8;
    internal const int TryAgain = 11;
    internal const int AccessDenied = 13;
    internal const int Exists = 17;
    internal const int NotDirectory = 20;
    internal const int NoSpace = 28;
    internal const int ReadOnlySystem = 30;
    internal const int NameTooLong = 36;
    internal const int QuotaExceeded = 122;
}
