using HtcFlow.Core.Ports;
using HtcFlow.Objects.Posix;

namespace HtcFlow.Objects.Tests.Posix;

public sealed class PosixFaultTests
{
    [Theory]
    [InlineData(Errno.NoEnt, FaultKind.Gone, "does not exist")]
    [InlineData(Errno.Acces, FaultKind.Denied, "permission denied")]
    [InlineData(Errno.RoFs, FaultKind.Denied, "read-only")]
    [InlineData(Errno.NoSpc, FaultKind.Broken, "no space")]
    [InlineData(Errno.DQuot, FaultKind.Broken, "quota")]
    [InlineData(Errno.NotDir, FaultKind.Broken, "directory is needed")]
    [InlineData(Errno.IsDir, FaultKind.Broken, "it is a directory")]
    [InlineData(Errno.Io, FaultKind.Transient, "dmesg")]
    [InlineData(Errno.Stale, FaultKind.Transient, "network file system")]
    [InlineData(Errno.MFile, FaultKind.Transient, "ulimit -n")]
    [InlineData(9, FaultKind.Broken, "Bad file descriptor")]
    public void Of_ErrorNumber_GivesKindAndWords(int error, FaultKind kind, string words)
    {
        FaultException fault = PosixFault.Of(error, "put object", "a/b");

        Assert.Equal(kind, fault.Kind);
        Assert.StartsWith("put object 'a/b': ", fault.Message, StringComparison.Ordinal);
        Assert.Contains(words, fault.Detail, StringComparison.Ordinal);
    }
}
