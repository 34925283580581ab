namespace HtcFlow.Runner.Flags;

/// <summary>Finds the word that a misspelt one was meant to be.</summary>
internal static class NearMiss
{
    private const int LongestWord = 64;

    /// <summary>The candidate that the fewest edits lead to, if they are at most two, or a third of the letters; null when none is near.</summary>
    public static string? To(string word, IEnumerable<string> candidates)
    {
        string? best = null;
        int least = Math.Max(2, word.Length / 3) + 1; // two letters that changed places are two edits
        foreach (string candidate in word.Length <= LongestWord ? candidates : [])
        {
            int edits = Edits(word, candidate);
            if (edits < least)
            {
                (best, least) = (candidate, edits);
            }
        }

        return best;
    }

    /// <summary>Letters to put in, take out or change; one row of the usual table at a time.</summary>
    private static int Edits(string from, string to)
    {
        Span<int> row = stackalloc int[to.Length + 1];
        for (int t = 0; t <= to.Length; t++)
        {
            row[t] = t;
        }

        for (int f = 1; f <= from.Length; f++)
        {
            int diagonal = row[0];
            row[0] = f;
            for (int t = 1; t <= to.Length; t++)
            {
                int change = diagonal + (from[f - 1] == to[t - 1] ? 0 : 1);
                diagonal = row[t];
                row[t] = Math.Min(change, Math.Min(row[t], row[t - 1]) + 1);
            }
        }

        return row[to.Length];
    }
}
