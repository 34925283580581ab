using HtcFlow.Backends.Commands;
using HtcFlow.Core.Ports;

namespace HtcFlow.Backends.Slurm;

/// <summary>Turns what Slurm's commands refuse into faults that say what to do. Pure.</summary>
internal static class SlurmFault
{
    /// <summary>What <c>sbatch</c> says when it is refused for the moment and goes to sleep, up to two minutes: it is ended then.</summary>
    internal static readonly string[] Waiting = ["sleeping and retrying", "temporarily disabled, retrying"];

    /// <summary>What is said of a job that no node could ever run, those that it excludes left out.</summary>
    internal const string NoSuchNodes = "Requested node configuration is not available";

    /// <summary>What is said of a node's name that Slurm does not know.</summary>
    internal const string UnknownNode = "Invalid node name";

    private const string Down = " is DOWN";
    private const string TriedAgain = "; slurmctld does not answer, it is tried again";

    // A limit on jobs gives way when some have ended; those that have count for MinJobAge, five minutes by default.
    private static readonly TimeSpan s_limitPause = TimeSpan.FromMinutes(1);

    private static readonly string[] s_outage =
    [
        "Unable to contact slurm controller", "Zero Bytes were transmitted", "Socket timed out", "Connection refused", "Connection reset",
        "Connection timed out", "Communication connection failure", "Unexpected message received", "Transport endpoint is not connected",
        "Slurm backup controller in standby mode", "slurmctld is in standby", "Munge decode failed", "Failed to access \"", "authentication plugin",
        "Protocol authentication error", "Message receive failure", "Message send failure", "Communication shutdown failure",
        "missing socket error", "Header lengths are longer than data received",
    ];

    private static readonly string[] s_limit =
    [
        "sleeping and retrying", "retrying", "Resource temporarily unavailable", "MaxSubmitJob", "SubmitJobLimit", "SubmitJobPerUser", "SubmitJobPerAccount",
        "job queue full", "Rate limit", "RPC limit", "too many jobs",
    ];

    private static readonly string[] s_denial =
    [
        "Access/permission denied", "Access denied", "Permission denied", "User's group not permitted", "Invalid account or account/partition combination",
        "not permitted to use this partition", "Invalid qos", "Invalid user id",
    ];

    private static readonly string[] s_configuration = ["cannot stat file", "Unable to process configuration file", "Could not establish a configuration source"];

    /// <summary>The fault for a command that ended with something else than 0.</summary>
    internal static FaultException Of(string operation, string subject, CommandReply reply)
    {
        if (DownIn(reply) is { } down)
        {
            return new FaultException(FaultKind.Transient, operation, subject, down + TriedAgain);
        }

        string said = SaidWords.Of(reply, Plain);
        if (SaidWords.Has(said, s_configuration))
        {
            return new FaultException(FaultKind.Broken, operation, subject, said + "; set SLURM_CONF to the cluster's slurm.conf, or ask the administrator of this machine");
        }

        if (SaidWords.Has(said, s_limit))
        {
            return new FaultException(FaultKind.Throttled, operation, subject, said + "; it is tried again when jobs have ended") { RetryAfter = s_limitPause };
        }

        if (SaidWords.Has(said, s_outage))
        {
            return new FaultException(FaultKind.Transient, operation, subject, said + TriedAgain);
        }

        if (SaidWords.Has(said, s_denial))
        {
            return new FaultException(FaultKind.Denied, operation, subject, said + "; choose what you may use, or ask the administrator of the cluster");
        }

        return reply.Exit > 128 && reply.Exit != 255
            ? new FaultException(FaultKind.Transient, operation, subject, $"it was killed by signal {reply.Exit - 128}; it is tried again")
            : new FaultException(FaultKind.Broken, operation, subject, said);
    }

    // scontrol prints the configuration that it was given, and behind it that slurmctld has gone meanwhile.
    private static string? DownIn(CommandReply reply) => reply.Error.Length > 0 ? null
        : reply.Text.Split('\n').Select(static line => line.TrimEnd()).FirstOrDefault(static line => line.EndsWith(Down, StringComparison.Ordinal));

    // Without its own name before each sentence.
    private static string Plain(string line)
    {
        string rest = line.Split(": ", 2) is [var program, var words] && program is "sbatch" or "squeue" or "scancel" or "scontrol" or "sinfo" or "sacct" ? words : line;
        return rest.StartsWith("error: ", StringComparison.Ordinal) ? rest["error: ".Length..] : rest;
    }
}
