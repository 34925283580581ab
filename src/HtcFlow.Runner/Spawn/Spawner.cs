using System.Runtime.InteropServices;
using HtcFlow.Runner.Kernel;

namespace HtcFlow.Runner.Spawn;

/// <summary>Starts commands by posix_spawn: in a process group of their own, with every signal at its default and none blocked.</summary>
internal sealed unsafe class Spawner
{
    private readonly InheritedEnvironment _environment;
    private readonly SpawnStreams _streams;
    private readonly void* _attributes;

    public Spawner(InheritedEnvironment environment, SpawnStreams streams)
    {
        _environment = environment;
        _streams = streams;
        _attributes = NativeMemory.AllocZeroed(SpawnCalls.OpaqueBytes); // lives as long as the process
        byte* set = stackalloc byte[SpawnCalls.SignalSetBytes];
        Check(SpawnCalls.AttributesInit(_attributes));
        Check(SpawnCalls.AttributesSetGroup(_attributes, 0));
        Check(SpawnCalls.FullSet(set));
        Check(SpawnCalls.AttributesSetSignalDefaults(_attributes, set));
        Check(SpawnCalls.EmptySet(set));
        Check(SpawnCalls.AttributesSetSignalMask(_attributes, set));
        Check(SpawnCalls.AttributesSetFlags(
            _attributes, SpawnCalls.SetGroup | SpawnCalls.SetSignalDefaults | SpawnCalls.SetSignalMask));
    }

    /// <summary>Starts a command and returns once it was executed.</summary>
    /// <returns>The error number, 0 on success.</returns>
    public int Start(SpawnPlan plan, out int pid)
    {
        using var arguments = new StringTable(plan.Arguments);
        using StringTable environment = _environment.With(plan.Environment);
        byte* actions = stackalloc byte[SpawnCalls.OpaqueBytes];
        Check(SpawnCalls.ActionsInit(actions));
        try
        {
            Arrange(actions, plan.Directory);
            int started;
            int error;
            fixed (byte* program = RawText.WithTerminator(plan.Program))
            {
                error = SpawnCalls.Spawn(&started, program, actions, _attributes, arguments.Pointer, environment.Pointer);
            }

            pid = error == 0 ? started : 0;
            return error;
        }
        finally
        {
            _ = SpawnCalls.ActionsDestroy(actions);
        }
    }

    /// <summary>What the child does between fork and exec, in this order.</summary>
    private void Arrange(byte* actions, string directory)
    {
        if (_streams.TakesTerminal)
        {
            Check(SpawnCalls.ActionsAddForeground(actions, 0));
        }

        if (!_streams.OwnInput)
        {
            Check(SpawnCalls.ActionsAddOpen(actions, 0, "/dev/null", FileCalls.ReadOnly, 0));
        }

        if (_streams.Output >= 0)
        {
            Check(SpawnCalls.ActionsAddDuplicate(actions, _streams.Output, 1));
        }

        if (_streams.Error >= 0)
        {
            Check(SpawnCalls.ActionsAddDuplicate(actions, _streams.Error, 2));
        }

        if (directory.Length > 0)
        {
            Check(SpawnCalls.ActionsAddChangeDirectory(actions, directory));
        }
    }

    /// <summary>These calls fail only for want of memory or for arguments that are wrong in themselves.</summary>
    private static void Check(int error)
    {
        if (error != 0)
        {
            throw new InvalidOperationException("A command cannot be prepared: " + Errno.Text(error));
        }
    }
}
