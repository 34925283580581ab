using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HtcFlow.Cli.Calibrating.Types;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Wire;
using HtcFlow.Forecast.Calibration;

namespace HtcFlow.Cli.Calibrating.Running;

/// <summary>Makes a campaign of a round: for every type a stage with the sampled tasks, pinned to the queue of that type.</summary>
/// <param name="campaign">The campaign that is calibrated.</param>
/// <param name="stage">The stage of it, as <see cref="OriginalNames"/> gives it.</param>
/// <param name="options">Options of the backend, of the target that is copied.</param>
internal sealed class RoundSpec(CampaignSpec campaign, StageSpec stage, IReadOnlyDictionary<string, string> options)
{
    // What belongs to the queue of the campaign: a copy has no fair shares, and its own name.
    private static readonly string[] s_ofQueue = ["queue", "share", "priority"];

    /// <summary>What the tasks do, whatever the round and the types.</summary>
    public string Fingerprint()
    {
        CampaignSpec bare = campaign with
        {
            Stages = [stage with { Environment = Sorted(stage.Environment) }],
            Variables = Sorted(OriginalNames.Variables(campaign, stage)),
            Backend = new BackendSpec(campaign.Backend.Kind, Sorted(options)),
        };
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(bare, WireJson.Default.CampaignSpec);
        return Convert.ToHexStringLower(SHA256.HashData(json));
    }

    /// <summary>Dice for the order of the tasks, which follow from the campaign's name and the round that came first.</summary>
    public Random Dice(int first) =>
        new(BitConverter.ToInt32(SHA256.HashData(Encoding.UTF8.GetBytes($"{campaign.Name} {stage.Name} {first}"))));

    /// <summary>The campaign.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="types">All types.</param>
    /// <param name="parts">What runs on which.</param>
    /// <param name="queueOf">Name of the queue of a type.</param>
    public CampaignSpec Of(string name, IReadOnlyList<CandidateType> types, IReadOnlyList<RoundPart> parts, Func<CandidateType, string> queueOf) => new()
    {
        Name = name,
        Description = $"samples of stage {stage.Name} of campaign {campaign.Name}, for each type of instances",
        Store = campaign.Store,
        Backend = new BackendSpec(campaign.Backend.Kind, options.Where(static o => !s_ofQueue.Contains(o.Key)).ToDictionary(StringComparer.Ordinal))
        {
            Targets =
            [
                .. parts.Select(part => new TargetSpec(types[part.Type].Label, 1, new Dictionary<string, string> { ["queue"] = queueOf(types[part.Type]) })),
            ],
        },
        Variables = OriginalNames.Variables(campaign, stage),
        Stages = [.. parts.Select(part => Of(types[part.Type], part))],
    };

    // Dictionaries promise no order, and another process may have another one.
    private static SortedDictionary<string, string> Sorted(IReadOnlyDictionary<string, string> all) => new(all.ToDictionary(), StringComparer.Ordinal);

    private StageSpec Of(CandidateType type, RoundPart part) => stage with
    {
        Name = type.Label,
        Sweep = OriginalNames.SweepOf(stage.Sweep, part.Tasks),
        After = [],
        Targets = [type.Label],
        Priority = 0,
        Tolerate = part.Tasks.Count,
    };
}
