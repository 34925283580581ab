using System.Globalization;
using HtcFlow.Cli.Output.Documents;

namespace HtcFlow.Cli.Output;

/// <summary>Spells tasks, one line each.</summary>
internal static class TaskText
{
    /// <summary>Formats a list of tasks.</summary>
    public static string Of(IReadOnlyList<TaskDocument> tasks)
    {
        if (tasks.Count == 0)
        {
            return "no task matches\n";
        }

        var table = new TextTable("stage", ">index", "parameters", "state", ">attempts", "last outcome", ">exit", ">wall", "machine");
        foreach (TaskDocument task in tasks)
        {
            bool hasEnded = task.Outcome.Length > 0;
            table.Row(
                task.Stage,
                task.Index.ToString(CultureInfo.InvariantCulture),
                string.Join(' ', task.Parameters.Select(p => $"{p.Key}={p.Value}")),
                task.State,
                task.Attempts.ToString(CultureInfo.InvariantCulture),
                hasEnded ? task.Outcome : "-",
                hasEnded ? task.Exit.ToString(CultureInfo.InvariantCulture) : "-",
                hasEnded ? Amounts.Duration(TimeSpan.FromSeconds(task.Seconds)) : "-",
                task.Machine.Length > 0 ? task.Machine : "-");
        }

        return table.ToString();
    }
}
