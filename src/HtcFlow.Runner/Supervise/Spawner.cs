using System.Runtime.InteropServices;
using System.Text;
using HtcFlow.Runner.Kernel;

namespace HtcFlow.Runner.Supervise;

/// <summary>Starts commands by posix_spawn: in a process group of their own, with every signal at its default and none blocked.</summary>
internal sealed unsafe class Spawner
{
    private readonly InheritedEnvironment _environment;
    private readonly void* _attributes;

    public Spawner(InheritedEnvironment environment)
    {
        _environment = environment;
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
            const int Output = FileCalls.WriteOnly | FileCalls.Create | FileCalls.Append;
            Check(SpawnCalls.ActionsAddChangeDirectory(actions, plan.Directory));
            Check(SpawnCalls.ActionsAddOpen(actions, 0, "/dev/null", FileCalls.ReadOnly, 0));
            Check(SpawnCalls.ActionsAddOpen(actions, 1, SpawnPlan.StandardOutput, Output, SpawnPlan.LogMode));
            Check(SpawnCalls.ActionsAddOpen(actions, 2, SpawnPlan.StandardError, Output, SpawnPlan.LogMode));
            int started;
            int error;
            fixed (byte* program = Encoding.UTF8.GetBytes(plan.Program + '\0'))
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

    /// <summary>These calls fail only for want of memory or for arguments that are wrong in themselves.</summary>
    private static void Check(int error)
    {
        if (error != 0)
        {
            throw new InvalidOperationException("A command cannot be prepared: " + Errno.Text(error));
        }
    }
}
