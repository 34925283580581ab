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
                problems.Error(placeOf(start + e.Offset), e.Message, "write ${name} or ${name:03}" + (hint.Length > 0 ? hint : "; write $${ where the command is to see ${"));
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
                AdviceFor(name, scope) + hint);
        }
    }

    private static string AdviceFor(string name, NameScope scope)
    {
        bool isMisspelt = Nearest.To(name, scope.Names) is not null;
        string owner = name.Split('.')[0] + ".";
        return (isMisspelt, name) switch
        {
            (false, _) when name.Contains('.', StringComparison.Ordinal) && !scope.Names.Any(n => n.StartsWith(owner, StringComparison.Ordinal))
                => "a stage's axes are known to other stages only in 'into' of its results",
            (false, _) when name.All(c => char.IsAsciiLetterUpper(c) || c == '_') => $"if the command is to see it as it is, write $${{{name}}}",
            _ => Nearest.Advice(name, scope.Names, "declare it under 'variables'"),
        };
    }
}
