namespace HtcFlow.Backends.Local.Native;

/// <summary>Signals that the backend sends or names.</summary>
internal static class Signals
{
    internal const int Kill = 9;
    internal const int Terminate = 15;

    /// <summary>Names a signal for people, for example <c>SIGKILL (9)</c>.</summary>
    internal static string NameOf(int signal) => signal switch
    {
        1 => "SIGHUP (1)",
        2 => "SIGINT (2)",
        3 => "SIGQUIT (3)",
        4 => "SIGILL (4)",
        6 => "SIGABRT (6)",
        7 => "SIGBUS (7)",
        8 => "SIGFPE (8)",
        Kill => "SIGKILL (9)",
        11 => "SIGSEGV (11)",
        13 => "SIGPIPE (13)",
        Terminate => "SIGTERM (15)",
        24 => "SIGXCPU (24)",
        25 => "SIGXFSZ (25)",
        31 => "SIGSYS (31)",
        _ => $"signal {signal}",
    };
}
