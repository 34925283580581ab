namespace HtcFlow.Backends.Commands;

/// <summary>What a command that failed said, for people and for who has to tell its failures apart. Pure.</summary>
internal static class SaidWords
{
    private const int MaxCharacters = 500;
    private const int MaxOutputBytes = 4096;

    /// <summary>What it said, on one line.</summary>
    /// <param name="reply">Its reply.</param>
    /// <param name="mend">Takes from each line what is of no use to anybody; null drops it.</param>
    internal static string Of(CommandReply reply, Func<string, string?>? mend = null)
    {
        IEnumerable<string> lines = $"{reply.Error}\n{(reply.Output.Length < MaxOutputBytes ? reply.Text : "")}"
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => mend is null ? line : mend(line))
            .OfType<string>();
        string said = string.Join("; ", lines.Distinct());
        return said.Length == 0 ? $"it ended with {reply.Exit} and said nothing" : said.Length > MaxCharacters ? said[..MaxCharacters] : said;
    }

    /// <summary>Whether one of some words is among what was said.</summary>
    internal static bool Has(string said, string[] words) => words.Any(word => said.Contains(word, StringComparison.OrdinalIgnoreCase));
}
