namespace HtcFlow.Core.Ids;

/// <summary>Names a campaign or a stage: it becomes a directory, a key prefix, and a part of scheduler job names.</summary>
/// <remarks>Lower-case letters, digits and inner hyphens, a letter first, at most 40 characters: the intersection of what S3
/// keys, Grid Engine (<c>-N</c>), Slurm and AWS Batch job names accept without quoting.</remarks>
public static class CampaignName
{
    /// <summary>Longest accepted name; a job name is campaign + stage + about 20 characters and Batch allows 128.</summary>
    public const int MaxLength = 40;

    /// <summary>Says whether a text may name a campaign or a stage.</summary>
    public static bool IsValid(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length is 0 or > MaxLength || !char.IsAsciiLetterLower(text[0]) || text[^1] == '-')
        {
            return false;
        }

        foreach (char c in text)
        {
            if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-')
            {
                return false;
            }
        }

        return true;
    }
}
