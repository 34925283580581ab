using System.Globalization;

namespace HtcFlow.Runner.Order;

/// <summary>Counts how often the scheduler itself has started this element again without telling the engine.</summary>
internal static class Reruns
{
    /// <summary>Reads the count; variables that are not numbers count as no rerun, since a retry must not fail over them.</summary>
    public static int Read(Func<string, string?> variable)
    {
        int batch = Math.Max(0, Number(variable("AWS_BATCH_JOB_ATTEMPT")) - 1); // the first attempt is 1
        int slurm = Math.Max(0, Number(variable("SLURM_RESTART_COUNT")));

        // Grid Engine only says that there was a restart, not how many: 1 after a crash, 2 with an application's checkpoint.
        int gridEngine = Number(variable("RESTARTED")) > 0 ? 1 : 0;
        return batch + slurm + gridEngine;
    }

    private static int Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;
}
