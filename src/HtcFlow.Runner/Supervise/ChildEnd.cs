namespace HtcFlow.Runner.Supervise;

/// <summary>How the command's own process ended.</summary>
/// <param name="ExitCode">Exit code, or 128 + signal.</param>
/// <param name="Signal">Signal that killed it, 0 when it exited by itself.</param>
/// <param name="Cpu">CPU time of it and of the children that it waited for.</param>
internal readonly record struct ChildEnd(int ExitCode, int Signal, TimeSpan Cpu)
{
    /// <summary>Whether a status word of wait(2) tells of a child that was stopped and may go on.</summary>
    public static bool IsStop(int status) => (status & 0xff) == 0x7f;

    /// <summary>The signal that stopped it.</summary>
    public static int StopOf(int status) => (status >> 8) & 0xff;

    /// <summary>Reads a status word of wait(2).</summary>
    public static ChildEnd Of(int status, TimeSpan cpu)
    {
        int signal = status & 0x7f;
        return signal == 0
            ? new ChildEnd((status >> 8) & 0xff, 0, cpu)
            : new ChildEnd(Core.Wire.ExitCode.SignalBase + signal, signal, cpu);
    }
}
