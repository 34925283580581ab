using HtcFlow.Core.Campaigns;

namespace HtcFlow.Cli.Staging;

/// <summary>Writes content hashes into a campaign.</summary>
internal static class SpecHashes
{
    /// <summary>The campaign with the hash of every staged file filled in.</summary>
    /// <param name="spec">Campaign as read.</param>
    /// <param name="hashOf">Hash of the file at a path.</param>
    public static CampaignSpec Fill(CampaignSpec spec, Func<string, string> hashOf) => spec with
    {
        Stages = [.. spec.Stages.Select(stage => stage with
        {
            Inputs = [.. stage.Inputs.Select(input => Fill(input, hashOf))],
            Binaries = [.. stage.Binaries.Select(binary => binary with { Builds = [.. binary.Builds.Select(b => Fill(b, hashOf))] })],
        })],
    };

    private static InputSpec Fill(InputSpec input, Func<string, string> hashOf) => input switch
    {
        InputSpec.PlainFile file => file with { Sha256 = hashOf(file.Source) },
        InputSpec.RenderedFile file => file with { Sha256 = hashOf(file.Source) },
        _ => input,
    };

    private static BuildSpec Fill(BuildSpec build, Func<string, string> hashOf) =>
        build.Travels ? build with { Sha256 = hashOf(build.Path) } : build;
}
