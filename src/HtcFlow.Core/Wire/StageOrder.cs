using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Guards.Rates;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Core.Wire;

/// <summary>Everything a runner must know to run the elements of one array; travels with the job.</summary>
public sealed record StageOrder
{
    /// <summary>Campaign name: first segment of every key.</summary>
    public required string Campaign { get; init; }

    /// <summary>Store, as in <see cref="CampaignSpec.Store"/>.</summary>
    public required string Store { get; init; }

    /// <summary>Array that the elements belong to.</summary>
    public required int Array { get; init; }

    /// <summary>Attempt number of its tasks, from 1; a scheduler's own reruns are added by the runner.</summary>
    public required int Attempt { get; init; }

    /// <summary>Task indices in the form of <see cref="IndexSet.ToString"/>; element <c>e</c> runs positions <c>e * Pack ..</c>.</summary>
    public required string Indices { get; init; }

    /// <summary>Tasks per element, at least 1.</summary>
    public required int Pack { get; init; }

    /// <summary>Tasks of which earlier attempts failed or were too slow, as index sets: the first holds those with one such end, the second
    /// those with two, and the last also those with more. An attempt that was interrupted is no reason to expect the next one to be slow.</summary>
    public IReadOnlyList<string> Raised { get; init; } = [];

    /// <summary>The stage, with content hashes of its inputs filled in.</summary>
    public required StageSpec Stage { get; init; }

    /// <summary>The campaign's variables.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>The stages whose results the stage reads, by stage name.</summary>
    public IReadOnlyDictionary<string, UpstreamOrder> Upstreams { get; init; } = new Dictionary<string, UpstreamOrder>();

    /// <summary>How tasks of the stage went that have succeeded; null while too few have, or when nobody asks.</summary>
    public SiblingPace? Siblings { get; init; }

    /// <summary>How often the bar of a task's guards is raised: 0 .. length of <see cref="Raised"/>.</summary>
    /// <exception cref="FormatException">An index set is damaged.</exception>
    public int RisesOf(long task)
    {
        for (int rises = Raised.Count; rises > 0; rises--)
        {
            if (IndexSet.Parse(Raised[rises - 1]).PositionOf(task) >= 0)
            {
                return rises;
            }
        }

        return 0;
    }
}
