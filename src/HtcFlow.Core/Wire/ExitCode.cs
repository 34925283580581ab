namespace HtcFlow.Core.Wire;

/// <summary>Exit codes of <c>htcflow-runner</c>; a child's own code is passed through when it fails.</summary>
/// <remarks>Kept below 126 and away from 99 and 100, which Grid Engine interprets, and 85, HTCondor's checkpoint code.</remarks>
public static class ExitCode
{
    /// <summary>Every task of the element succeeded.</summary>
    public const int Success = 0;

    /// <summary>The order (environment) cannot be understood: nothing was run. sysexits' EX_USAGE.</summary>
    public const int BadOrder = 64;

    /// <summary>An input was missing or damaged: nothing was run. sysexits' EX_NOINPUT.</summary>
    public const int InputMissing = 66;

    /// <summary>The command could not be started. sysexits' EX_UNAVAILABLE.</summary>
    public const int CannotStart = 69;

    /// <summary>The runner itself failed. sysexits' EX_SOFTWARE.</summary>
    public const int Internal = 70;

    /// <summary>The command exited with 0 but a declared output is missing or was not acknowledged. sysexits' EX_CANTCREAT.</summary>
    public const int OutputMissing = 73;

    /// <summary>The store could not be reached. sysexits' EX_IOERR.</summary>
    public const int StoreFailed = 74;

    /// <summary>Ended for a retry: preempted or slow. sysexits' EX_TEMPFAIL.</summary>
    public const int TryAgain = 75;

    /// <summary>The program exists but cannot be executed, as shells report it.</summary>
    public const int NotExecutable = 126;

    /// <summary>The program does not exist, as shells report it.</summary>
    public const int NotFound = 127;

    /// <summary>Base of 128 + signal, as shells and tini report a killed child.</summary>
    public const int SignalBase = 128;
}
