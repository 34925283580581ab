using System.CommandLine;
using HtcFlow.Cli.Sessions;
using HtcFlow.Core.Ports;
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

    /// <summary><c>--stage</c>; shells complete it with the stages of the campaign named before.</summary>
    public static Option<string?> Stage(CommandContext context, Argument<string> name, string purpose)
    {
        Option<string?> stage = new("--stage") { Description = purpose, HelpName = "stage" };
        stage.CompletionSources.Add(completion => StagesOf(context, completion.ParseResult.GetValue(name)));
        return stage;
    }

    /// <summary>Names of a campaign's stages; none when it is unknown or cannot be read, since a shell cannot show why.</summary>
    public static IEnumerable<string> StagesOf(CommandContext context, string? campaign)
    {
        if (CampaignHome.List(context.Root).FirstOrDefault(home => home.Name == campaign) is not { } found)
        {
            return [];
        }

        try
        {
            using OpenCampaign open = OpenCampaign.Open(found);
            return [.. open.State.Spec.Stages.Select(stage => stage.Name)];
        }
        catch (FaultException)
        {
            return [];
        }
    }

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
