namespace HtcFlow.Runner.Supervise;

/// <summary>Numbers of the signals that the runner sends or receives.</summary>
internal static class Signal
{
    public const int Hangup = 1;
    public const int Interrupt = 2;
    public const int Quit = 3;
    public const int IllegalInstruction = 4;
    public const int Kill = 9;
    public const int User1 = 10;
    public const int User2 = 12;
    public const int Alarm = 14;
    public const int Terminate = 15;
    public const int Continue = 18;
    public const int Stop = 19;
    public const int TerminalStop = 20;
    public const int TerminalInput = 21;
    public const int TerminalOutput = 22;
    public const int CpuTime = 24;
    public const int FileSize = 25;
    public const int VirtualAlarm = 26;
    public const int Profiling = 27;
    public const int Urgent = 23;
    public const int WindowChange = 28;
    public const int InputOutput = 29;
    public const int Power = 30;
}
