namespace HtcFlow.Backends.Slurm;

/// <summary>Why elements wait, for people. Pure.</summary>
/// <remarks>
/// Stuck are those that will not start before somebody does something. Limits of what runs at a time (<c>AssocGrpCpuLimit</c>,
/// <c>QOSMaxJobsPerUserLimit</c>) give way by themselves and are an ordinary wait; limits of one job's size and used-up budgets do not.
/// </remarks>
internal static class SlurmReasons
{
    // Behind it stands a list of nodes, which holds no colon.
    private const string NodesMark = "UnavailableNodes:";
    private const int MostRemarks = 3;

    private static readonly (string Beginning, string Advice)[] s_stuck =
    [
        ("JobHeldUser", "it is held; release it (scontrol release) or clear it"),
        ("JobHeldAdmin", "the administrator holds it; ask there"),
        ("launch failed requeued held", "its start failed, so it is held; see why the node refused it, then clear it"),
        ("job requeued in held state", "it is held; release it or clear it"),
        ("user env retrieval failed", "the node could not read the user's environment, so it is held; see the login files, then clear it"),
        ("PartitionDown", "the partition is down; choose another one or ask the administrator"),
        ("PartitionInactive", "the partition is inactive; choose another one or ask the administrator"),
        ("PartitionConfig", "no node of the partition is large enough; lower the resources or choose another partition"),
        ("PartitionNodeLimit", "it asks for more than the partition allows; lower the resources or choose another partition"),
        ("PartitionTimeLimit", "its walltime is beyond the partition's limit; lower the walltime or choose another partition"),
        ("AccountNotAllowed", "the account may not use this partition; choose another one"),
        ("QOSNotAllowed", "this quality of service may not be used here; choose another one"),
        ("InvalidAccount", "there is no such account any more; choose another one"),
        ("InvalidQOS", "there is no such quality of service any more; choose another one"),
        ("ReqNodeNotAvail", "the nodes that it may use are down, drained or reserved; choose other ones or wait for the administrator"),
        ("NodeDown", "the nodes that it may use are down; choose other ones or wait for the administrator"),
        ("BadConstraints", "no node has what it asks for; change the constraint or the resources"),
        ("DependencyNeverSatisfied", "it depends on a job that failed; cancel it"),
        ("ReservationDeleted", "its reservation is gone; choose another one"),
    ];

    /// <summary>Whether an element will not start by itself.</summary>
    internal static bool IsStuck(string state, string reason) => state is "SE" or "RH" || Advice(reason).Length > 0;

    /// <summary>The reason with what to do about it.</summary>
    internal static string Explain(string reason) => Advice(reason) is { Length: > 0 } advice ? $"{reason}: {advice}" : reason;

    /// <summary>The nodes that reasons name as not to be had, as Slurm lists them; empty for none.</summary>
    internal static string NodesIn(IEnumerable<string> reasons) => string.Join(
        ',',
        reasons.Select(static reason => reason.Split(NodesMark, 2)).Where(static parts => parts.Length == 2).Select(static parts => parts[1].Split(':')[0].Trim()).Distinct());

    /// <summary>What the administrator, or Slurm, has noted of nodes, from <c>sinfo -h -R -o '%N|%E'</c>; empty for nothing.</summary>
    internal static string Remarks(string text)
    {
        string[] remarks =
        [
            .. from line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
               let words = line.Split('|', 2)
               where words.Length == 2 && words[1] is not ("" or "none")
               select $"{words[0]}: {words[1]}",
        ];
        return string.Join("; ", remarks.Take(MostRemarks)) + (remarks.Length > MostRemarks ? "; ..." : "");
    }

    private static string Advice(string reason)
    {
        foreach ((string beginning, string advice) in s_stuck)
        {
            if (reason.StartsWith(beginning, StringComparison.OrdinalIgnoreCase))
            {
                return advice;
            }
        }

        return !(reason.StartsWith("QOS", StringComparison.Ordinal) || reason.StartsWith("Assoc", StringComparison.Ordinal)) ? ""
            : reason.Contains("Minutes", StringComparison.Ordinal) || reason.Contains("Billing", StringComparison.Ordinal)
                ? "the budget is used up; ask the administrator for more or charge another account"
            : reason.Contains("PerJob", StringComparison.Ordinal) || reason.Contains("WallDuration", StringComparison.Ordinal) || reason.Contains("PerNode", StringComparison.Ordinal)
                ? "one element asks for more than the site allows; lower the resources or choose another quality of service"
            : "";
    }
}
