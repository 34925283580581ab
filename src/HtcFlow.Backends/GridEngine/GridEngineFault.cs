using HtcFlow.Backends.Commands;
using HtcFlow.Core.Ports;

namespace HtcFlow.Backends.GridEngine;

/// <summary>Turns what Grid Engine's commands refuse into faults that say what to do. Pure.</summary>
internal static class GridEngineFault
{
    /// <summary>Exit code of <c>qsub</c> where a limit on jobs is reached; trying again later may work.</summary>
    internal const int LimitReached = 25;

    // A limit on jobs gives way when one of them has ended.
    private static readonly TimeSpan s_limitPause = TimeSpan.FromMinutes(1);

    private static readonly string[] s_outage =
    [
        "unable to send message to qmaster", "unable to contact qmaster", "can't reach qmaster", "commlib error", "got send error",
        "got no connection", "qmaster is not running", "failed receiving gdi request", "communication error", "got timeout",
    ];

    private static readonly string[] s_denial = ["denied", "not allowed", "no access", "has no permission", "lower than minimum", "must be manager", "must be operator"];

    /// <summary>The fault for a command that ended with something else than 0.</summary>
    internal static FaultException Of(string operation, string subject, CommandReply reply)
    {
        string said = SaidWords.Of(reply, static line => line == "Exiting." ? null : line);
        if (SaidWords.Has(said, s_outage))
        {
            return new FaultException(FaultKind.Transient, operation, subject, said + "; qmaster does not answer, it is tried again");
        }

        if (reply.Exit == LimitReached)
        {
            return new FaultException(FaultKind.Throttled, operation, subject, said + "; it is tried again when jobs have ended") { RetryAfter = s_limitPause };
        }

        if (SaidWords.Has(said, ["cell directory", "SGE_ROOT", "act_qmaster"]))
        {
            return new FaultException(FaultKind.Broken, operation, subject, said + "; set SGE_ROOT and SGE_CELL as the site's settings.sh does");
        }

        if (SaidWords.Has(said, s_denial))
        {
            return new FaultException(FaultKind.Denied, operation, subject, said + "; ask the administrator of the cell");
        }

        return reply.Exit > 128
            ? new FaultException(FaultKind.Transient, operation, subject, $"it was killed by signal {reply.Exit - 128}; it is tried again")
            : new FaultException(FaultKind.Broken, operation, subject, said);
    }

    /// <summary>Whether a fault leaves open what happened, so that asking for more is useless now.</summary>
    internal static bool IsOutage(FaultException fault) => fault.Kind == FaultKind.Transient;
}
