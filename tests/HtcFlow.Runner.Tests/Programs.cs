using System.Diagnostics;

namespace HtcFlow.Runner.Tests;

/// <summary>Runs small programs of the system that do what .NET cannot.</summary>
internal static class Programs
{
    public static void Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments))!;
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
