using System.Collections;
using System.Runtime.InteropServices;
using HtcFlow.Backends.Local.Native;

namespace HtcFlow.Backends.Tests.Local;

/// <summary>A process that a test starts; killed at the end of the test.</summary>
/// <remarks>Not System.Diagnostics.Process, whose watcher and the backend's would share the children of this process.</remarks>
internal sealed class Child : IDisposable
{
    private const int EndsWithin = 60_000;

    private readonly int _descriptor;
    private bool _isReaped;

    private Child(int pid)
    {
        Pid = pid;
        _descriptor = Pidfd.Open(pid);
    }

    internal int Pid { get; }

    internal static Child Start(string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? more = null)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry own in Environment.GetEnvironmentVariables())
        {
            variables[(string)own.Key] = (string)own.Value!;
        }

        foreach ((string name, string value) in more ?? new Dictionary<string, string>())
        {
            variables[name] = value;
        }

        using var spawner = new Spawner();
        using var strings = new NativeStrings([program, .. arguments]);
        using var environment = new NativeStrings([.. variables.Select(static v => $"{v.Key}={v.Value}")]);
        int pid = spawner.Start(program, strings, environment, output: 2, held: -1);
        Assert.True(pid > 0, $"{program} cannot be started: error {-pid}");
        return new Child(pid);
    }

    internal void Kill() => Pidfd.Send(_descriptor, Signals.Kill);

    internal unsafe ChildExit WaitForEnd()
    {
        var entry = new PollEntry { Descriptor = _descriptor, Events = LibC.PollIn };
        int ready;
        do
        {
            // The runtime stops threads with a signal when it collects garbage, and no handler makes poll go on after one.
            ready = LibC.Poll(&entry, 1, EndsWithin);
        }
        while (ready < 0 && Marshal.GetLastPInvokeError() == Errno.Interrupted);

        Assert.Equal(1, ready);
        ChildExit exit = ChildExit.Peek(Pid, out _)!.Value;
        ChildExit.Reap(Pid);
        _isReaped = true;
        return exit;
    }

    public void Dispose()
    {
        if (!_isReaped)
        {
            Kill();
            WaitForEnd();
        }

        _ = LibC.Close(_descriptor);
    }
}
