using HtcFlow.Backends.Commands;
using HtcFlow.Core.Ports;

namespace HtcFlow.Backends.Pbs;

/// <summary>Turns what PBS's commands refuse into faults that say what to do. Pure.</summary>
internal static class PbsFault
{
    /// <summary>What is said of a job that is not there any more.</summary>
    internal static readonly string[] Gone = ["Unknown Job", "Job has finished", "invalid for state", "Invalid Job Array"];

    private static readonly TimeSpan s_limitPause = TimeSpan.FromMinutes(1);

    private static readonly string[] s_outage =
    [
        "cannot connect to server", "Connection refused", "Communication failure", "No route to host", "Connection timed out", "errno=15031", "errno=15033",
        "Premature end of message", "End of File", "Server shutting down", "pbs_iff",
    ];

    private static readonly string[] s_limit = ["would exceed", "Maximum number of jobs", "limit on number of jobs", "job limit"];

    private static readonly string[] s_denial = ["Unauthorized", "not authorized", "Access to queue is denied", "Permission denied", "Bad UID", "Access from host not allowed"];

    /// <summary>The fault for a command that ended with something else than 0.</summary>
    internal static FaultException Of(string operation, string subject, CommandReply reply)
    {
        string said = SaidWords.Of(reply);
        return SaidWords.Has(said, s_outage) ? new FaultException(FaultKind.Transient, operation, subject, said + "; the server does not answer, it is tried again")
            : SaidWords.Has(said, s_limit)
                ? new FaultException(FaultKind.Throttled, operation, subject, said + "; it is tried again when jobs have ended") { RetryAfter = s_limitPause }
            : SaidWords.Has(said, s_denial) ? new FaultException(FaultKind.Denied, operation, subject, said + "; choose what you may use, or ask the administrator of the server")
            : reply.Exit is > 128 and < 150 ? new FaultException(FaultKind.Transient, operation, subject, $"it was killed by signal {reply.Exit - 128}; it is tried again")
            : new FaultException(FaultKind.Broken, operation, subject, said);
    }
}
