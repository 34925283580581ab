using HtcFlow.Core.Campaigns;

namespace HtcFlow.Cli.Planning;

/// <summary>A file of this machine that tasks need and that travels through the store.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Kind"><c>file</c>, <c>template</c> or <c>program</c>.</param>
internal sealed record StagedInput(string Path, string Kind)
{
    /// <summary>Every file that a campaign stages, once, in the order of the campaign.</summary>
    public static IEnumerable<StagedInput> Of(CampaignSpec spec) => spec.Stages
        .SelectMany(stage => stage.Inputs.Select(OfInput).Concat(stage.Binaries.SelectMany(b => b.Builds).Select(OfBuild)))
        .OfType<StagedInput>()
        .DistinctBy(input => input.Path);

    private static StagedInput? OfInput(InputSpec input) => input switch
    {
        InputSpec.PlainFile file => new StagedInput(file.Source, "file"),
        InputSpec.RenderedFile file => new StagedInput(file.Source, "template"),
        _ => null,
    };

    // Another build stands on the executing machine already.
    private static StagedInput? OfBuild(BuildSpec build) => build.Travels ? new StagedInput(build.Path, "program") : null;
}
