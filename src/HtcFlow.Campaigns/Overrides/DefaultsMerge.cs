using HtcFlow.Campaigns.Yaml;

namespace HtcFlow.Campaigns.Overrides;

/// <summary>Lays <c>defaults</c> under every stage.</summary>
/// <remarks>Mappings of independent settings are merged key by key; everything else holds as a whole.</remarks>
internal static class DefaultsMerge
{
    private static readonly string[] s_keyByKey = ["environment", "resources", "watch", "retry"];

    /// <summary>The campaign with the settings in its stages.</summary>
    public static MapNode Apply(MapNode campaign, ProblemList problems)
    {
        if (campaign.Find("defaults") is not MapNode defaults || campaign.Find("stages") is not MapNode stages)
        {
            return campaign;
        }

        if (defaults.Weight * stages.Entries.Count > NodeBuilder.MaxNodes)
        {
            problems.Error(
                defaults.Place,
                $"'defaults' of {defaults.Weight} values for {Wording.Count(stages.Entries.Count, "stage")} unfold to more than {NodeBuilder.MaxNodes} values",
                "shorten them, or use a sweep in place of stages that are alike");
            return campaign;
        }

        var merged = stages.Entries.Select(stage =>
            KeyValuePair.Create(stage.Key, stage.Value is MapNode map ? (Node)Lay(map, defaults) : stage.Value));
        var entries = campaign.Entries.Select(entry => entry.Key.Value == "stages"
            ? KeyValuePair.Create(entry.Key, (Node)new MapNode(stages.Place, [.. merged]))
            : entry);
        return new MapNode(campaign.Place, [.. entries]);
    }

    private static MapNode Lay(MapNode stage, MapNode defaults)
    {
        foreach (var (key, standard) in defaults.Entries)
        {
            // A sweep or a command under 'defaults' is refused there; it must not be taken for the stage's.
            if (!Language.StageLanguage.Defaults.MayAdd(key.Value))
            {
                continue;
            }

            if (stage.Find(key.Value) is not { } own)
            {
                stage = stage.With(key, standard);
            }
            else if (s_keyByKey.Contains(key.Value) && own is MapNode ownMap && standard is MapNode standardMap)
            {
                stage = stage.With(key, Fill(ownMap, standardMap));
            }
        }

        return stage;
    }

    private static MapNode Fill(MapNode own, MapNode standard) =>
        new(own.Place, [.. own.Entries, .. standard.Entries.Where(entry => own.Find(entry.Key.Value) is null)]);
}
