using HtcFlow.Forecast.Calibration;

namespace HtcFlow.Forecast.Tests.Calibration;

public sealed class RoundsTests
{
    private static readonly double[] s_means = [100, 70, 72, 150];

    [Fact]
    public void Parts_AllTypes_RunTheSameTasksAndNoneTwice()
    {
        Rounds rounds = Begin(tasks: 400, most: 200);
        Assert.All(rounds.Parts(), part => Assert.Equal(rounds.Parts()[0].Tasks, part.Tasks));
        var seen = new HashSet<long>();
        while (rounds.Parts() is { Count: > 0 } parts)
        {
            Assert.All(parts.MaxBy(static part => part.Tasks.Count)!.Tasks, task => Assert.True(seen.Add(task)));
            rounds.End(Run(parts));
        }

        Assert.Equal(1, rounds.Race.Best);
        Assert.True(rounds.LastRoundOf(3) < rounds.LastRoundOf(2));
    }

    [Fact]
    public void End_ToldTheSameAgain_AsksForTheSameRounds()
    {
        Rounds first = Begin(400, 200);
        var told = new List<IReadOnlyDictionary<int, IReadOnlyList<double>>>();
        while (first.Parts() is { Count: > 0 } parts)
        {
            told.Add(Run(parts));
            first.End(told[^1]);
        }

        Rounds again = Begin(400, 200);
        foreach (IReadOnlyDictionary<int, IReadOnlyList<double>> round in told)
        {
            Assert.NotEmpty(again.Parts());
            again.End(round);
        }

        Assert.Empty(again.Parts());
        Assert.Equal(first.Race.EstimateOf(1), again.Race.EstimateOf(1));
    }

    [Fact]
    public void End_TypeWithoutResults_IsBarrenAndOthersGoOn()
    {
        Rounds rounds = Begin(400, 200);
        rounds.End(Run(rounds.Parts()).Where(static pair => pair.Key != 1).ToDictionary());
        Assert.True(rounds.IsBarren(1));
        Assert.Equal(2, rounds.Race.Best);
    }

    [Fact]
    public void End_NothingFinished_IsOver()
    {
        Rounds rounds = Begin(400, 200);
        rounds.End(new Dictionary<int, IReadOnlyList<double>>());
        Assert.Empty(rounds.Parts());
        Assert.Equal(0, rounds.Race.Left);
    }

    [Fact]
    public void Parts_MostTasksFail_CostNoMoreThanTheBudget()
    {
        Rounds rounds = Begin(tasks: 1_000_000, most: 200);
        long asked = 0;
        while (rounds.Parts() is { Count: > 0 } parts)
        {
            asked += parts.Sum(static part => part.Tasks.Count);
            rounds.End(Run(parts).ToDictionary(static pair => pair.Key, IReadOnlyList<double> (pair) => [.. pair.Value.Take(1)]));
        }

        Assert.InRange(asked, 100, Rounds.BudgetOf(s_means.Length, 200));
    }

    [Fact]
    public void Parts_StageOfFewTasks_TakesAllOfThem()
    {
        Rounds rounds = Begin(tasks: 3, most: 3);
        Assert.All(rounds.Parts(), static part => Assert.Equal([0L, 1, 2], part.Tasks.Order()));
        rounds.End(Run(rounds.Parts()));
        Assert.Empty(rounds.Parts());
    }

    private static Rounds Begin(long tasks, int most) => new([.. s_means.Select(static _ => new Contender(1, 2))], most, new TaskOrder(tasks, new Random(4)));

    // How long a task takes follows from its number.
    private static Dictionary<int, IReadOnlyList<double>> Run(IReadOnlyList<RoundPart> parts) => parts.ToDictionary(
        static part => part.Type, IReadOnlyList<double> (part) => [.. part.Tasks.Select(task => s_means[part.Type] * (0.9 + (0.2 * (task * 0.618034 % 1))))]);
}
