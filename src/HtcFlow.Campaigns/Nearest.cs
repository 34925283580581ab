namespace HtcFlow.Campaigns;

/// <summary>Finds the word that a misspelt one was meant to be.</summary>
public static class Nearest
{
    // Beyond this many characters a word is no misspelling, and the table of distances would only cost time.
    private const int LongestWord = 100;

    /// <summary>The candidate with the smallest number of edits, or null when none is near enough to be meant.</summary>
    public static string? To(string word, IEnumerable<string> candidates)
    {
        if (word.Length > LongestWord)
        {
            return null;
        }

        string? best = null;
        // A third of the letters may be wrong; one always may.
        int bestDistance = Math.Max(1, word.Length / 3) + 1;
        foreach (string candidate in candidates)
        {
            if (candidate.Length > LongestWord || Math.Abs(candidate.Length - word.Length) >= bestDistance)
            {
                continue;
            }

            int distance = Distance(word, candidate);
            if (distance < bestDistance && distance < Math.Max(word.Length, candidate.Length))
            {
                (best, bestDistance) = (candidate, distance);
            }
        }

        return best;
    }

    /// <summary>Advice for an unknown word: its nearest neighbour, or all that is known when that is short.</summary>
    public static string Advice(string word, IReadOnlyCollection<string> candidates, string whenNone)
    {
        string? nearest = To(word, candidates);
        if (nearest is not null)
        {
            return $"did you mean {Wording.Quote(nearest)}?";
        }

        return candidates.Count switch
        {
            0 => whenNone,
            1 => $"the only one known here is {Wording.List(candidates, "and")}",
            <= 20 => $"known here are {Wording.List(candidates, "and")}",
            _ => $"known here are {Wording.List(candidates.Take(20), "and")} and others",
        };
    }

    /// <summary>Number of letters to insert, delete, replace or swap with their neighbour; letters match in either case.</summary>
    internal static int Distance(string from, string to)
    {
        int[,] cost = new int[from.Length + 1, to.Length + 1];
        for (int i = 0; i <= from.Length; i++)
        {
            cost[i, 0] = i;
        }

        for (int j = 0; j <= to.Length; j++)
        {
            cost[0, j] = j;
        }

        for (int i = 1; i <= from.Length; i++)
        {
            for (int j = 1; j <= to.Length; j++)
            {
                int replace = cost[i - 1, j - 1] + (Same(from[i - 1], to[j - 1]) ? 0 : 1);
                int least = Math.Min(replace, Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1);
                bool swapped = i > 1 && j > 1 && Same(from[i - 1], to[j - 2]) && Same(from[i - 2], to[j - 1]);
                cost[i, j] = swapped ? Math.Min(least, cost[i - 2, j - 2] + 1) : least;
            }
        }

        return cost[from.Length, to.Length];
    }

    private static bool Same(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}
