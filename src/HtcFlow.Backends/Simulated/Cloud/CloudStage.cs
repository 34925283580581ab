using HtcFlow.Backends.Simulated.World;
using HtcFlow.Core.State;

namespace HtcFlow.Backends.Simulated.Cloud;

/// <summary>A stage of a campaign as the cloud meets it: how its tasks behave, which results were accepted, what checkpoints hold.</summary>
internal sealed class CloudStage
{
    private readonly double _mean;
    private readonly double _deviation;

    internal CloudStage(string campaign, string name, TaskModel model, int seed)
    {
        Campaign = campaign;
        Name = name;
        Model = model;
        Seed = Dice.Seed((ulong)seed, $"{campaign}/{name}");

        // A lognormal number of mean W and relative deviation d: exp(m + s N) with s^2 = ln(1 + d^2), m = ln W - s^2 / 2.
        double variance = Math.Log(1 + (model.Deviation * model.Deviation));
        _deviation = Math.Sqrt(variance);
        _mean = Math.Log(Math.Max(model.WorkSeconds, 0.001)) - (variance / 2);
    }

    internal string Campaign { get; }

    internal string Name { get; }

    internal TaskModel Model { get; }

    internal ulong Seed { get; }

    /// <summary>Tasks whose result was accepted.</summary>
    internal TaskSet Accepted { get; } = new();

    /// <summary>Seconds of work that checkpoints of interrupted tasks hold.</summary>
    internal Dictionary<long, float> Checkpoints { get; } = [];

    /// <summary>Work of a task in seconds on a machine of speed 1; the same at each attempt.</summary>
    internal double WorkOf(long index) =>
        Math.Exp(_mean + (_deviation * Dice.Normal(Dice.Throw(Seed, index, 0, DicePurpose.Work))));

    /// <summary>Whether a probability hits an attempt.</summary>
    internal bool Hits(long index, int attempt, DicePurpose purpose, double probability) =>
        probability > 0 && Dice.Even(Dice.Throw(Seed, index, attempt, purpose)) < probability;
}
