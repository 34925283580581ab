namespace HtcFlow.Runner.Kernel;

/// <summary>Keeps commands from writing core files, which would fill scratch space with what nobody reads.</summary>
internal static unsafe class CoreDumps
{
    /// <summary>Sets the soft limit to zero; commands inherit it and may raise it again.</summary>
    public static void Forbid()
    {
        ulong* limit = stackalloc ulong[2];
        if (ProcessCalls.GetLimit(ProcessCalls.CoreSizeLimit, limit) == 0)
        {
            limit[0] = 0;
            _ = ProcessCalls.SetLimit(ProcessCalls.CoreSizeLimit, limit);
        }
    }
}
