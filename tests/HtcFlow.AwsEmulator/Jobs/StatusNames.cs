namespace HtcFlow.AwsEmulator.Jobs;

/// <summary>How the service spells states.</summary>
internal static class StatusNames
{
    /// <summary>Number of states.</summary>
    public const int Count = 7;

    private static readonly string[] s_names = ["SUBMITTED", "PENDING", "RUNNABLE", "STARTING", "RUNNING", "SUCCEEDED", "FAILED"];

    /// <summary>The name of a state.</summary>
    public static string Text(this JobStatus status) => s_names[(int)status];

    /// <summary>Whether a job stays in a state for good.</summary>
    public static bool IsFinal(this JobStatus status) => status >= JobStatus.Succeeded;

    /// <summary>The state of a name, or null.</summary>
    public static JobStatus? Read(string name)
    {
        int at = Array.IndexOf(s_names, name);
        return at < 0 ? null : (JobStatus)at;
    }
}
