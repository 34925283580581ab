using System.CommandLine;
using HtcFlow.Core.Sweeps;
using HtcFlow.Engine.Homes;

namespace HtcFlow.Cli.Syntax;

/// <summary>Arguments and options that several verbs share.</summary>
internal static class Symbols
{
    /// <summary><c>--json</c>, accepted by every verb.</summary>
    public static Option<bool> Json { get; } = new("--json")
    {
        Description = "Write results (and errors) as JSON, one object a line.",
        Recursive = true,
    };

    /// <summary>The name of a campaign that was submitted from here; shells complete it.</summary>
    public static Argument<string> Name(CommandContext context)
    {
        var name = new Argument<string>("name") { Description = "Campaign." };
        name.CompletionSources.Add(_ => CampaignHome.List(context.Root).Select(home => home.Name));
        return name;
    }

    /// <summary>A campaign file.</summary>
    public static Argument<string> File() => new("file") { Description = "Campaign file." };

    /// <summary><c>--set path=value</c>, any number of times.</summary>
    public static Option<string[]> Set() => new("--set")
    {
        Description = "Override one value of the file, e.g. stages.write.pack=8.",
        HelpName = "path=value",
        Arity = ArgumentArity.OneOrMore,
    };

    /// <summary><c>--stage</c>.</summary>
    public static Option<string?> Stage(string purpose) => new("--stage") { Description = purpose, HelpName = "stage" };

    /// <summary><c>--tasks</c>, a set of indices.</summary>
    public static Option<string?> Tasks(string purpose)
    {
        var tasks = new Option<string?>("--tasks") { Description = purpose, HelpName = "3,7-9" };
        tasks.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !IsSet(result.Tokens[0].Value))
            {
                result.AddError($"'{result.Tokens[0].Value}' is not a set of tasks; write ascending numbers and ranges such as 3,7-9");
            }
        });
        return tasks;
    }

    private static bool IsSet(string text)
    {
        try
        {
            return IndexSet.Parse(text).Count > 0;
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            return false;
        }
    }
}
