using System.Text.Json.Serialization;

namespace HtcFlow.Core.Campaigns;

/// <summary>A validated campaign: what one YAML file says after defaults, overrides and variables are in.</summary>
public sealed record CampaignSpec
{
    /// <summary>Name; see <see cref="Ids.CampaignName"/>.</summary>
    public required string Name { get; init; }

    /// <summary>Free text for people.</summary>
    public string Description { get; init; } = "";

    /// <summary>Where results live: an absolute directory or <c>s3://bucket/prefix</c>, without a trailing slash.</summary>
    public required string Store { get; init; }

    /// <summary>Where tasks run.</summary>
    public required BackendSpec Backend { get; init; }

    /// <summary>Declared variables for <c>${name}</c>, already substituted.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>Stages in an order in which every stage follows those it comes after; at least one.</summary>
    public required IReadOnlyList<StageSpec> Stages { get; init; }

    /// <summary>Number of tasks of all stages.</summary>
    [JsonIgnore]
    public long TaskCount => Stages.Sum(stage => stage.Sweep.Count);

    /// <summary>Position of a stage, or -1 when there is none of that name.</summary>
    public int StageIndexOf(string name)
    {
        for (int s = 0; s < Stages.Count; s++)
        {
            if (Stages[s].Name == name)
            {
                return s;
            }
        }

        return -1;
    }
}
