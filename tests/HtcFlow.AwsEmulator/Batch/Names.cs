using System.Text.Json;

namespace HtcFlow.AwsEmulator.Batch;

/// <summary>What names, tags and retry strategies may look like.</summary>
internal static class Names
{
    private const int Longest = 128;

    /// <summary>Checks a name: up to 128 letters, digits, hyphens and underscores, of which the first is a letter or a digit.</summary>
    public static string Check(string kind, string name)
    {
        bool isGood = name.Length is > 0 and <= Longest && char.IsAsciiLetterOrDigit(name[0])
            && name.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');
        return isGood ? name : throw BatchFault.Client($"{kind} should match valid pattern: up to 128 letters (uppercase and lowercase), numbers, hyphens, and underscores.");
    }

    /// <summary>Reads tags.</summary>
    public static Dictionary<string, string> Tags(JsonElement input, int most)
    {
        Dictionary<string, string> tags = input.Map("tags");
        CheckTags(tags, most);
        return tags;
    }

    /// <summary>Checks tags.</summary>
    public static void CheckTags(Dictionary<string, string> tags, int most)
    {
        if (tags.Count > most)
        {
            throw BatchFault.Client($"The number of tags must be at most {most}.");
        }

        foreach ((string name, string value) in tags)
        {
            if (name.Length is 0 or > 128 || value.Length > 256 || name.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
            {
                throw BatchFault.Client($"The tag {name} is not valid: keys have 1 to 128 characters and do not begin with aws:, values have at most 256.");
            }
        }
    }
}
