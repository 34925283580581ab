using System.Diagnostics;
using System.Globalization;
using HtcFlow.Testing;

namespace HtcFlow.Engine.Tests.Disks;

/// <summary>A file system of its own with room for very little, where this process may mount one.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly bool _isMounted;

    /// <summary>Mounts it; a test that cannot have one is skipped.</summary>
    public SmallDisk(long bytes)
    {
        _isMounted = Run("mount", "-t", "tmpfs", "-o", Size(bytes), "small", _directory.Root);
        if (!_isMounted)
        {
            _directory.Dispose();
            Assert.Skip("this machine does not let the test mount a small file system");
        }
    }

    public string At(string name) => _directory.At(name);

    /// <summary>Gives it another size.</summary>
    public void Resize(long bytes) => Assert.True(Run("mount", "-o", "remount," + Size(bytes), _directory.Root));

    public void Dispose()
    {
        if (_isMounted)
        {
            Run("umount", "--lazy", _directory.Root);
        }

        _directory.Dispose();
    }

    private static string Size(long bytes) => string.Create(CultureInfo.InvariantCulture, $"size={bytes}");

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(
                new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
