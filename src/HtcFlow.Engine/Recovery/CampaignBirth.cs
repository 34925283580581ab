using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Facts;
using HtcFlow.Core.Ports;

namespace HtcFlow.Engine.Recovery;

/// <summary>Writes the first fact of a campaign.</summary>
public static class CampaignBirth
{
    private const string Alphabet = "0123456789abcdefghijklmnopqrstuvwxyz";

    /// <summary>Characters of a birth mark: 36^8 = 2.8e12, so two campaigns of one name on one cluster do not meet.</summary>
    public const int MarkLength = 8;

    /// <summary>Throws the dice for a birth mark.</summary>
    public static string NewMark(Random dice)
    {
        ArgumentNullException.ThrowIfNull(dice);
        return string.Create(MarkLength, dice, (mark, d) =>
        {
            for (int i = 0; i < mark.Length; i++)
            {
                mark[i] = Alphabet[d.Next(Alphabet.Length)];
            }
        });
    }

    /// <summary>Records the campaign in an empty journal; from here on it can be resumed.</summary>
    public static void Record(IJournal journal, CampaignSpec spec, string birthMark, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(journal);
        journal.Append([new JournalEntry(1, now, new Fact.CampaignCreated(spec, birthMark))], []);
    }
}
