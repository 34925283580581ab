using System.Collections.Immutable;
using HtcFlow.Campaigns.Drafts;
using HtcFlow.Campaigns.Shapes;
using HtcFlow.Campaigns.Yaml;

namespace HtcFlow.Campaigns.Language;

/// <summary>The whole language of the campaign file.</summary>
internal static class CampaignLanguage
{
    /// <summary>A campaign file.</summary>
    public static RecordShape<CampaignDraft> Campaign { get; } =
        new RecordShape<CampaignDraft>("campaign", "A campaign of HtcFlow.", "a mapping with 'campaign', 'store' and 'stages'", new CampaignDraft())
        .Required("campaign", Scalars.Name("campaign"), "Name: lower-case letters, digits and inner hyphens, a letter first, at most 40 characters.",
            (campaign, name) => campaign with { Name = name })
        .Optional("description", Scalars.Text("a text"), "empty", "Free text for people.", (campaign, text) => campaign with { Description = text.Value })
        .Required("store", Scalars.Filled("a directory or s3://bucket/prefix"),
            "Where results live: a directory, relative to the campaign file or absolute, or s3://bucket/prefix.", (campaign, store) => campaign with { Store = store })
        .Optional("backend", BackendLanguage.Backend, "local", "Where tasks run: a name, or {name: {options}}.", (campaign, backend) => campaign with { Backend = backend })
        .Optional("variables", Variables(), "none", "Values for ${name}; they may use each other and ${campaign.name}.",
            (campaign, variables) => campaign with { Variables = variables })
        .Optional("defaults", StageLanguage.Defaults, "none", "Settings for every stage that does not make its own.", (campaign, _) => campaign)
        .Required("stages", Stages(), "The steps of the campaign by name.", (campaign, stages) => campaign with { Stages = stages });

    private static RecordShape<ImmutableList<KeyValuePair<ScalarNode, ScalarNode>>> Variables() =>
        new RecordShape<ImmutableList<KeyValuePair<ScalarNode, ScalarNode>>>("variables", "Values by name.", "a mapping of names to values", [])
        .Chosen("a variable", SweepLanguage.NameRule, new TolerantShape<ScalarNode>(Scalars.Text("a value"), new ScalarNode(default, "", true, 0)),
            mayAdd: false, (variables, name, value) => variables.Add(new(name, value)));

    private static RecordShape<ImmutableList<KeyValuePair<ScalarNode, StageDraft>>> Stages() =>
        new RecordShape<ImmutableList<KeyValuePair<ScalarNode, StageDraft>>>("stages", "The steps of the campaign by name.", "a mapping of stage names to stages", [])
        .Chosen(
            "a stage",
            ("lower-case letters, digits and inner hyphens, a letter first, at most 40 characters", Scalars.NamePattern),
            new TolerantShape<StageDraft>(StageLanguage.Stage, new StageDraft()),
            mayAdd: false,
            (stages, name, stage) => stages.Add(new(name, stage)));
}
