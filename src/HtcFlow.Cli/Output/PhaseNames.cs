using HtcFlow.Core.State;

namespace HtcFlow.Cli.Output;

/// <summary>Spells phases and task states as they stand on the screen, in options and in JSON.</summary>
internal static class PhaseNames
{
    /// <summary>Spells a phase.</summary>
    public static string Of(CampaignPhase phase) => phase switch
    {
        CampaignPhase.Active => "active",
        CampaignPhase.Held => "held",
        CampaignPhase.Ended => "ended",
        _ => "unfinished submission",
    };

    /// <summary>All states of a task that a user can name.</summary>
    public static IReadOnlyList<string> States { get; } =
        [.. Enum.GetValues<TaskState>().Where(state => state != TaskState.None).Select(Of)];

    /// <summary>Spells a state.</summary>
    public static string Of(TaskState state) => state.ToString().ToLowerInvariant();

    /// <summary>Reads a state's name; null when it is none.</summary>
    public static TaskState? StateOf(string name)
    {
        foreach (TaskState state in Enum.GetValues<TaskState>())
        {
            if (state != TaskState.None && Of(state) == name)
            {
                return state;
            }
        }

        return null;
    }
}
