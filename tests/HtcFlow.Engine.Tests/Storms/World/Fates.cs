namespace HtcFlow.Engine.Tests.Storms.World;

/// <summary>Decides what becomes of each run of each task: a function of a seed, the task and how often it ran before, never of when it runs.</summary>
/// <remarks>So two runs of one campaign that differ in crashes and weather alone end in the same states.</remarks>
internal sealed class Fates(StormPlan plan)
{
    private readonly Dictionary<(string Stage, long Task), int> _runs = [];

    /// <summary>Runs of a task so far.</summary>
    public int RunsOf(string stage, long task) => _runs.GetValueOrDefault((stage, task));

    // Long enough to be stopped as a straggler: 30 times the usual, where the bar is a few times the median.
    private const int DragFactor = 30;

    /// <summary>Decides the next run of a task.</summary>
    public (Fate Fate, TimeSpan Duration) Next(string stage, long task)
    {
        int run = _runs[(stage, task)] = RunsOf(stage, task) + 1;
        ulong dice = Mix(Mix(Mix(((ulong)plan.Seed << 20) ^ (ulong)stage.Length ^ ((ulong)stage[0] << 8)) ^ (ulong)task) ^ (ulong)run);
        double luck = (dice >> 40) / (double)(1 << 24);
        var duration = TimeSpan.FromMilliseconds(1_000 + (long)(dice % 29_000));
        foreach ((Fate fate, double share) in plan.Fates)
        {
            luck -= share;
            if (luck < 0)
            {
                return (fate, fate == Fate.Drag ? duration * DragFactor : duration);
            }
        }

        return (Fate.Succeed, duration);
    }

    // The finaliser of MurmurHash3: every bit of the input changes every bit of the output with probability 1/2.
    private static ulong Mix(ulong x)
    {
        x ^= x >> 33;
        x *= 0xFF51_AFD7_ED55_8CCDUL;
        x ^= x >> 33;
        x *= 0xC4CE_B9FE_1A85_EC53UL;
        return x ^ (x >> 33);
    }
}
