using System.Diagnostics;

namespace HtcFlow.Cli.Tests.Commands;

/// <summary>A directory in which nothing can be made, for root too: permission bits do not bind root, the immutable attribute does.</summary>
internal sealed class ClosedDirectory : IDisposable
{
    private readonly string _path;

    /// <summary>Closes a directory; a test that cannot have one is skipped.</summary>
    public ClosedDirectory(string path)
    {
        _path = path;
        if (!Close())
        {
            Open();
            Assert.Skip("this machine does not let the test make a directory that it cannot write itself");
        }
    }

    public void Dispose() => Open();

    private bool Close()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            File.SetUnixFileMode(_path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            return true;
        }

        return Attribute("+i");
    }

    private void Open()
    {
        if (Environment.IsPrivilegedProcess)
        {
            Attribute("-i");
        }
        else
        {
            File.SetUnixFileMode(_path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private bool Attribute(string change)
    {
        try
        {
            using Process process = Process.Start(
                new ProcessStartInfo("chattr", [change, _path]) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
