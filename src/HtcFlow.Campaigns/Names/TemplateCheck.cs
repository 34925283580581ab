using HtcFlow.Campaigns.Yaml;
using HtcFlow.Core.Substitution;

namespace HtcFlow.Campaigns.Names;

/// <summary>Checks texts with <c>${...}</c> before any task exists to fill them in.</summary>
internal static class TemplateCheck
{
    // Nobody mends more in one go, and each costs another pass over the text.
    private const int MostMalformed = 100;

    /// <summary>Checks a value of the campaign file; gives it as it is.</summary>
    public static string Check(ScalarNode node, NameScope scope, ProblemList problems)
    {
        Check(node.Value, node.PlaceOf, scope, "", problems);
        return node.Value;
    }

    /// <summary>Checks a template file.</summary>
    public static void CheckFile(string text, string file, NameScope scope, ProblemList problems) =>
        Check(text, offset => SourceText.PlaceOf(text, offset, file), scope, "; write $${ for a '${' that is meant literally", problems);

    /// <summary>Names used in a text; empty when it is malformed.</summary>
    public static IEnumerable<string> NamesIn(string text)
    {
        try
        {
            return [.. Template.Parse(text).Names.Select(name => name.Name)];
        }
        catch (TemplateException)
        {
            return [];
        }
    }

    private static void Check(string text, Func<int, Place> placeOf, NameScope scope, string hint, ProblemList problems)
    {
        int start = 0;
        for (int malformed = 0; malformed < MostMalformed; malformed++)
        {
            try
            {
                CheckNames(Template.Parse(text[start..]), offset => placeOf(start + offset), scope, hint, problems);
                return;
            }
            catch (TemplateException e)
            {
                problems.Error(placeOf(start + e.Offset), e.Message, "write ${name} or ${name:03}" + hint);
                CheckNames(Template.Parse(text[start..(start + e.Offset)]), offset => placeOf(start + offset), scope, hint, problems);
                start += e.Offset + 2;
            }
        }
    }

    private static void CheckNames(Template template, Func<int, Place> placeOf, NameScope scope, string hint, ProblemList problems)
    {
        if (scope.IsOpen)
        {
            return;
        }

        foreach (var (name, offset) in template.Names.Where(use => !scope.Names.Contains(use.Name)))
        {
            problems.Error(
                placeOf(offset),
                $"the name {Wording.Quote("${" + name + "}")} is not known in {scope.Owner}",
                Nearest.Advice(name, scope.Names, "declare it under 'variables'") + hint);
        }
    }
}
