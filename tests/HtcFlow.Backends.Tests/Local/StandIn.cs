using HtcFlow.Backends.Local.Native;

namespace HtcFlow.Backends.Tests.Local;

/// <summary>The compiled stand-in for the runner; made once in a test run.</summary>
internal static class StandIn
{
    private static readonly Lazy<string> s_path = new(Compile);

    internal static string Path => s_path.Value;

    private static string Compile()
    {
        string source = System.IO.Path.Combine(AppContext.BaseDirectory, "Local", "standin.c");
        string program = System.IO.Path.Combine(Directory.CreateTempSubdirectory("htcflow-standin-").FullName, "runner");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(System.IO.Path.GetDirectoryName(program)!, recursive: true);
        using Child compiler = Child.Start("/usr/bin/cc", ["-O1", "-Wall", "-Wextra", "-Werror", "-o", program, source]);
        Assert.Equal(new ChildExit(0, 0), compiler.WaitForEnd());
        return program;
    }
}
