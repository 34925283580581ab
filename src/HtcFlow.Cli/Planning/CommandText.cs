using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Substitution;

namespace HtcFlow.Cli.Planning;

/// <summary>Spells a command so that a person could paste it into a shell.</summary>
internal static class CommandText
{
    private const string Plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:=,+@%";

    /// <summary>The command line of one task; programs with several builds stand there by name.</summary>
    public static string Of(CampaignSpec campaign, StageSpec stage, long index)
    {
        var bindings = new TaskBindings(campaign.Name, stage.Name, stage.Sweep, campaign.Variables, index);
        return string.Join(' ', stage.Command.Select(part => Quote(bindings.Render(part))));
    }

    /// <summary>Puts a word into single quotes where a shell would not take it as it is.</summary>
    public static string Quote(string word) =>
        word.Length > 0 && word.All(Plain.Contains) ? word : "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
