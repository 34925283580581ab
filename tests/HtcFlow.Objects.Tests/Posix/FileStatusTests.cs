using HtcFlow.Objects.Posix;
using HtcFlow.Testing;

namespace HtcFlow.Objects.Tests.Posix;

public sealed class FileStatusTests
{
    [Fact]
    public void Status_FileAndDirectory_GivesWhatTheKernelSays()
    {
        using var directory = new TempDirectory();
        string file = directory.Write("file", "12345");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.GroupRead);

        Assert.True(Libc.Status(file, out FileStatus status));
        Assert.True(Libc.Status(directory.Root, out FileStatus parent));
        Assert.False(Libc.Status(directory.At("none"), out _));

        Assert.True(status.IsRegular);
        Assert.False(status.IsDirectory);
        Assert.Equal((5, 0x120, 1u, Libc.EffectiveUser()), (status.Bytes, status.Permissions, status.Links, status.Owner));
        Assert.True(parent.IsDirectory);
    }
}
