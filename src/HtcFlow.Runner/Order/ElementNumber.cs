using System.Globalization;
using HtcFlow.Core.Wire;

namespace HtcFlow.Runner.Order;

/// <summary>Finds out which element of its array this process is, whatever scheduler started it.</summary>
internal static class ElementNumber
{
    /// <summary>Reads the element, from 0; 0 when no scheduler numbered the process.</summary>
    /// <exception cref="OrderProblem">A variable is set and is not a number.</exception>
    public static long Read(Func<string, string?> variable)
    {
        (string Name, long First)[] sources =
        [
            (RunnerEnvironment.Element, 0),
            ("AWS_BATCH_JOB_ARRAY_INDEX", 0),
            ("SLURM_ARRAY_TASK_ID", 0),
            ("PBS_ARRAY_INDEX", 0),
            ("PBS_ARRAYID", 0), // Torque's name for it
            ("SGE_TASK_ID", 1), // Grid Engine counts from 1, and says "undefined" outside of arrays
        ];
        foreach ((string name, long first) in sources)
        {
            string text = variable(name) ?? "";
            if (text.Length == 0 || text == "undefined")
            {
                continue;
            }

            return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number >= first
                ? number - first
                : throw new OrderProblem($"{name} is '{text}', which is not an element number; set it to a whole number from {first}.");
        }

        return 0;
    }
}
