using HtcFlow.Core.State;

namespace HtcFlow.Core.Planning;

/// <summary>What a stage could plan now, retries before first attempts.</summary>
internal sealed class Demand
{
    private readonly List<Batch> _batches = [];

    private Demand(StageState stage) => Stage = stage;

    /// <summary>The stage.</summary>
    public StageState Stage { get; }

    /// <summary>Elements that it could plan.</summary>
    public long Elements { get; private set; }

    /// <summary>Tasks that wait for the same attempt, in the order in which they are to be planned.</summary>
    public IReadOnlyList<Batch> Batches => _batches;

    /// <summary>Finds what may be planned now.</summary>
    public static Demand Of(CampaignState state, StageState stage, PlanLimits limits, DateTimeOffset now)
    {
        var demand = new Demand(stage);
        foreach ((int attempt, RetryBatch batch) in stage.Retries)
        {
            if (RetryRule.ReadyAt(state, batch, limits) <= now)
            {
                demand.Add(attempt, batch.Tasks, long.MaxValue, limits);
            }
        }

        if (stage.Released.Count > 0)
        {
            demand.Add(1, stage.Released, PackRule.MostFirstAttempts(stage, limits, now), limits);
        }

        return demand;
    }

    private void Add(int attempt, TaskSet waiting, long most, PlanLimits limits)
    {
        long tasks = Math.Min(waiting.Count, most);
        if (tasks > 0)
        {
            var batch = new Batch(attempt, waiting, tasks, PackRule.PackFor(Stage, tasks, limits));
            _batches.Add(batch);
            Elements += batch.Elements;
        }
    }

    /// <summary>Tasks that wait for the same attempt.</summary>
    /// <param name="Attempt">Number of the attempt.</param>
    /// <param name="Waiting">The set that they are in.</param>
    /// <param name="Count">How many of it, from the lowest, may be planned.</param>
    /// <param name="Pack">Tasks per element.</param>
    internal sealed record Batch(int Attempt, TaskSet Waiting, long Count, int Pack)
    {
        /// <summary>Elements that they fill.</summary>
        public long Elements => (Count + Pack - 1) / Pack;
    }
}
