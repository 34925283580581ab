using System.Diagnostics;
using System.Globalization;
using HtcFlow.Testing;

namespace HtcFlow.Runner.Tests.Runs.Limits;

/// <summary>A scratch file system with room for very little, where this process may mount one.</summary>
internal sealed class SmallScratch : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly bool _isMounted;

    /// <summary>Mounts it; a test that cannot have one is skipped.</summary>
    public SmallScratch(long bytes)
    {
        _isMounted = Run("mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={bytes},mode=777"), "small", _directory.Root);
        if (!_isMounted)
        {
            _directory.Dispose();
            Assert.Skip("this machine does not let the test mount a small file system");
        }
    }

    public string Root => _directory.Root;

    public void Dispose()
    {
        if (_isMounted)
        {
            Run("umount", "--lazy", _directory.Root);
        }

        _directory.Dispose();
    }

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
            using Process process = Process.Start(start)!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
