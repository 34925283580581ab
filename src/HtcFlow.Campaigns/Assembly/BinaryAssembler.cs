using HtcFlow.Campaigns.Drafts;
using HtcFlow.Campaigns.Yaml;
using HtcFlow.Core.Campaigns;

namespace HtcFlow.Campaigns.Assembly;

/// <summary>Checks a stage's programs.</summary>
internal static class BinaryAssembler
{
    /// <summary>The programs; builds that are not found are left out.</summary>
    public static IReadOnlyList<BinarySpec> Assemble(StageContext stage) =>
    [
        .. stage.Draft.Binaries.Select(program => new BinarySpec
        {
            Name = program.Key.Value,
            Builds = [.. program.Value.Select(build => BuildOf(build, stage.Bench)).OfType<BuildSpec>()],
        }),
    ];

    // An absolute path is on the executing machine or in its image, where nobody can look from here.
    private static BuildSpec? BuildOf(BuildDraft build, Workbench bench)
    {
        ScalarNode path = build.Path;
        if (path.Value.StartsWith('/'))
        {
            return new BuildSpec(build.Level, path.Value, "");
        }

        return bench.Locate(path) is { } file ? new BuildSpec(build.Level, file, "") { Travels = true } : null;
    }
}
