using System.Text.RegularExpressions;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Substitution;

namespace HtcFlow.Cli.Planning;

/// <summary>How many output files the first task of a stage declares.</summary>
/// <param name="Files">Number of files.</param>
/// <param name="IsLeast">Whether there may be more, because a pattern with wildcards is among them.</param>
internal sealed record OutputCount(long Files, bool IsLeast)
{
    private const int LargestListBytes = 16 << 20;

    /// <summary>Counts; names that are listed in an input file are read from that file.</summary>
    public static OutputCount Of(CampaignSpec campaign, StageSpec stage)
    {
        var bindings = new TaskBindings(campaign.Name, stage.Name, stage.Sweep, campaign.Variables, 0);
        OutputCount[] counts = [.. stage.Outputs.Select(output => output switch
        {
            OutputSpec.Matching matching => OfGlob(matching),
            OutputSpec.ListedIn listed => OfList(stage, listed, bindings),
            _ => new OutputCount(0, true),
        })];
        return new OutputCount(counts.Sum(c => c.Files), counts.Any(c => c.IsLeast));
    }

    private static OutputCount OfGlob(OutputSpec.Matching matching) =>
        new(matching.Optional ? 0 : 1, matching.Optional || matching.Glob.AsSpan().ContainsAny("*?["));

    private static OutputCount OfList(StageSpec stage, OutputSpec.ListedIn listed, TaskBindings bindings)
    {
        string name = bindings.Render(listed.File);
        string? source = stage.Inputs.Select(input => input switch
        {
            InputSpec.RenderedFile file when bindings.Render(file.As) == name => file.Source,
            InputSpec.PlainFile file when bindings.Render(file.As) == name => file.Source,
            _ => null,
        }).FirstOrDefault(path => path is not null);

        // An earlier stage makes the list: nothing can be said before it ran.
        if (source is null || !File.Exists(source) || new FileInfo(source).Length > LargestListBytes)
        {
            return new OutputCount(0, true);
        }

        var pattern = new Regex(listed.Pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        return new OutputCount(File.ReadLines(source).Sum(line => (long)pattern.Count(line)), false);
    }
}
