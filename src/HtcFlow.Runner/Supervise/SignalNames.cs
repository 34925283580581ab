using System.Globalization;

namespace HtcFlow.Runner.Supervise;

/// <summary>Names of Linux signals.</summary>
internal static class SignalNames
{
    private static readonly string[] s_names =
    [
        "", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM", "TERM",
        "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS",
    ];

    /// <summary>Number of a signal, with or without SIG before its name; 0 when there is none of that name.</summary>
    public static int NumberOf(string name)
    {
        int number = Array.IndexOf(s_names, name.StartsWith("SIG", StringComparison.Ordinal) ? name[3..] : name);
        return Math.Max(number, 0);
    }

    /// <summary>Name of a signal as people know it, for example <c>SIGSEGV</c>.</summary>
    public static string NameOf(int number) => number > 0 && number < s_names.Length
        ? "SIG" + s_names[number]
        : "signal " + number.ToString(CultureInfo.InvariantCulture);
}
