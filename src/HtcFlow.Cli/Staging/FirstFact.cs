using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Facts;
using HtcFlow.Engine.Homes;
using HtcFlow.Engine.Journal;

namespace HtcFlow.Cli.Staging;

/// <summary>Reads with what a campaign began.</summary>
internal static class FirstFact
{
    /// <summary>The first entry of its journal; null when it was never submitted to its end.</summary>
    public static JournalEntry? Of(CampaignHome home)
    {
        if (!home.Exists)
        {
            return null;
        }

        using SqliteJournal journal = SqliteJournal.Open(home.Journal);
        return journal.Read(0).FirstOrDefault();
    }

    /// <summary>The campaign as recorded, with the hashes of its inputs; null when it was never submitted to its end.</summary>
    public static CampaignSpec? SpecOf(CampaignHome home) => Of(home) is { } first ? ((Fact.CampaignCreated)first.Fact).Spec : null;
}
