using HtcFlow.Engine.Recovery;

namespace HtcFlow.Cli.Output.Documents;

/// <summary>What became of a journal that was to be recovered.</summary>
/// <param name="Campaign">Campaign.</param>
/// <param name="Recovered">Whether anything was changed.</param>
/// <param name="Entries">Entries that are kept.</param>
/// <param name="LastKnown">Number of the last entry that the damaged file told of; 0 when unknown.</param>
/// <param name="Damage">What was damaged; empty when nothing was.</param>
/// <param name="DamagedFile">Where the damaged file was put; empty when nothing was changed.</param>
internal sealed record RecoverDocument(string Campaign, bool Recovered, long Entries, long LastKnown, string Damage, string DamagedFile)
{
    /// <summary>Makes the document.</summary>
    public static RecoverDocument Of(string campaign, RescueEnd end) => end switch
    {
        RescueEnd.Intact intact => new RecoverDocument(campaign, false, intact.Entries, intact.Entries, "", ""),
        RescueEnd.Recovered r => new RecoverDocument(campaign, true, r.Kept, r.LastKnown, r.Damage, r.DamagedFile),
        _ => throw new ArgumentException("Not the end of a rescue.", nameof(end)),
    };
}
