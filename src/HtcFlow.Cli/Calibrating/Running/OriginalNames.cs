using System.Text.RegularExpressions;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Cli.Calibrating.Running;

/// <summary>Lets sampled tasks see the names and numbers that they have in their own campaign: what asks for those of the round asks for these instead.</summary>
/// <remarks>The new names hold a dot, so that no axis or variable of a campaign file can have them.</remarks>
internal static partial class OriginalNames
{
    private const string Index = "calibrate.index";
    private const string Count = "calibrate.count";
    private const string Stage = "calibrate.stage";
    private const string Campaign = "calibrate.campaign";

    /// <summary>The stage with its templates changed.</summary>
    /// <param name="stage">Stage.</param>
    /// <param name="template">Gives the path of a changed copy of a template file, or the path itself.</param>
    public static StageSpec Rewrite(StageSpec stage, Func<string, string> template) => stage with
    {
        Command = [.. stage.Command.Select(Rewrite)],
        Environment = stage.Environment.ToDictionary(static pair => pair.Key, static pair => Rewrite(pair.Value), StringComparer.Ordinal),
        Inputs = [.. stage.Inputs.Select(input => Rewrite(input, template))],
        Outputs = [.. stage.Outputs.Select(Rewrite)],
        Checkpoint = stage.Checkpoint is { } checkpoint
            ? checkpoint with { Files = [.. checkpoint.Files.Select(Rewrite)], CommitOn = Rewrite(checkpoint.CommitOn) }
            : null,
    };

    /// <summary>A text with its names changed.</summary>
    public static string Rewrite(string text) => Fixed().Replace(text, static match => "${" + match.Groups["name"].Value switch
    {
        "task.index" => Index,
        "stage.count" => Count,
        "stage.name" => Stage,
        _ => Campaign,
    } + match.Groups["width"].Value + "}");

    /// <summary>The values of the changed names that all tasks share.</summary>
    public static Dictionary<string, string> Variables(CampaignSpec campaign, StageSpec stage) => new(campaign.Variables, StringComparer.Ordinal)
    {
        [Campaign] = campaign.Name,
        [Stage] = stage.Name,
        [Count] = stage.Sweep.Count.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    /// <summary>The sweep of some tasks of a stage: their values and numbers, in the order that is given.</summary>
    public static Sweep SweepOf(Sweep sweep, IReadOnlyList<long> tasks) => new(
    [
        new Dimension(
        [
            .. sweep.Axes.Select(one => new Axis(
                one.Axis.Name, new AxisValues.Listed([.. tasks.Select(task => one.Axis.Values.At(sweep.OrdinalOf(task, one.Dimension)))]))),
            new Axis(Index, new AxisValues.Listed([.. tasks.Select(static task => task.ToString(System.Globalization.CultureInfo.InvariantCulture))])),
        ]),
    ]);

    private static InputSpec Rewrite(InputSpec input, Func<string, string> template) => input switch
    {
        InputSpec.PlainFile file => file with { As = Rewrite(file.As) },
        InputSpec.RenderedFile file => file with { As = Rewrite(file.As), Source = template(file.Source) },
        _ => input,
    };

    private static OutputSpec Rewrite(OutputSpec output) => output switch
    {
        OutputSpec.Matching matching => matching with { Glob = Rewrite(matching.Glob) },
        OutputSpec.ListedIn listed => listed with { File = Rewrite(listed.File) },
        _ => output,
    };

    // "$${" stands for itself.
    [GeneratedRegex(@"(?<!\$)\$\{\s*(?<name>task\.index|stage\.count|stage\.name|campaign\.name)\s*(?<width>:[^}]*)?\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Fixed();
}
