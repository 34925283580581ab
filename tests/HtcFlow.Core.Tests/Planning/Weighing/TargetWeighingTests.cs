using HtcFlow.Core.Facts;

namespace HtcFlow.Core.Tests.Planning.Weighing;

/// <summary>How shares of targets follow what simulations cost there.</summary>
public sealed class TargetWeighingTests
{
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    [Fact]
    public void Plan_FirstFigures_AreToldAndChangeNothing()
    {
        Fact.TargetsWeighed fact = new CostStory().Finish(0, 100, 0.5).Finish(1, 100, 1).Look()!;

        Assert.Equal([(1, 0.5, 100L), (1, 1, 100L)], fact.Weights.Select(w => (w.Factor, w.Dollars, w.Simulations)));
        Assert.Equal(["the cheapest, by 100 simulations", "2.00 times the cheapest, by 100 simulations"], fact.Weights.Select(w => w.Reason));
    }

    [Fact]
    public void Plan_TwiceAsDear_HasAThird()
    {
        CostStory story = new CostStory().Run(s_hour, (100, 0.5), (100, 1));

        Assert.Equal([1, 0.36], story.Factors.Select(f => Math.Round(f, 12)));
        Assert.Single(story.Changes);
    }

    [Fact]
    public void Plan_FarTooDear_KeepsATenth() => Assert.Equal([1, 0.1], new CostStory().Run(s_hour, (100, 0.5), (100, 9)).Factors);

    [Fact]
    public void Plan_LittleDearer_KeepsItsWeight() => Assert.Equal([1, 1], new CostStory().Run(s_hour, (100, 1), (100, 1.19)).Factors);

    [Fact]
    public void Plan_TooFewAtOneTarget_ChangesNothing()
    {
        CostStory story = new CostStory().Finish(0, 5_000, 0.5).Finish(1, 49, 9);

        Assert.Null(story.Look());
        Assert.Null(story.Finish(0, 100, 0.5).Look());
        Assert.NotNull(story.Finish(1, 1, 9).Look());
    }

    [Fact]
    public void Plan_PricesOfOneUnknown_ItKeepsItsFactorAndNobodyIsCompared()
    {
        CostStory story = new CostStory().Run(s_hour, (100, 0.5), (100, 1));
        DateTimeOffset weighed = story.Story.State.Targets[1].WeighedAt;
        for (int look = 0; look < 30; look++)
        {
            Assert.Null(story.Finish(0, 100, 0.5).Finish(1, 100, 0.1).Look(1));
        }

        Assert.Equal(weighed, story.Story.State.Targets[1].WeighedAt);
        Assert.Equal(0.36, story.Factors[1], 12);
    }

    [Fact]
    public void Plan_NoiseOf20PercentBetweenEquals_NeverChangesAnything()
    {
        for (int seed = 0; seed < 100; seed++)
        {
            Assert.Empty(Noisy(seed, 1).Changes);
        }
    }

    [Fact]
    public void Plan_NoiseOf20PercentAtTwiceTheCost_SettlesAndRarelyMoves()
    {
        int changes = 0;
        for (int seed = 0; seed < 100; seed++)
        {
            CostStory story = Noisy(seed, 2);
            changes += story.Changes.Count;
            Assert.InRange(story.Changes[0] - Stories.Story.Dawn, TimeSpan.Zero, s_hour);
            Assert.Equal(1, story.Factors[0]);
            Assert.InRange(story.Factors[1], 0.2, 0.65);
        }

        // A hundred of them are right; of the others there are two or three a day.
        Assert.InRange(changes, 100, 400);
    }

    [Fact]
    public void Plan_TargetGetsTwiceAsDear_LosesItsShareWithinFortyMinutes()
    {
        CostStory story = new CostStory().Run(10 * s_hour, (100, 1), (100, 1));
        Assert.Empty(story.Changes);
        DateTimeOffset begin = story.Story.Now;
        story.Run(s_hour, (100, 1), (100, 2));

        Assert.InRange(story.Changes[0] - begin, TimeSpan.Zero, TimeSpan.FromMinutes(25));
        Assert.InRange(story.Factors[1], 0.24, 0.54);
        Assert.InRange(story.Changes[^1] - begin, TimeSpan.Zero, TimeSpan.FromMinutes(40));

        // And is found cheap again by the little that it still gets.
        begin = story.Story.Now;
        story.Run(2 * s_hour, (100, 1), (36, 1));
        Assert.InRange(story.Factors[1], 0.66, 1);
        Assert.InRange(story.Changes[^1] - begin, TimeSpan.Zero, s_hour);
    }

    [Fact]
    public void Plan_OneLookAlone_ChangesNothing()
    {
        CostStory story = new CostStory().Run(1.5 * s_hour, (100, 1), (100, 1));
        story.Finish(0, 100, 1).Finish(1, 100, 9).Look();
        Assert.Equal([1, 1], story.Factors);
        story.Finish(0, 100, 1).Finish(1, 100, 1).Look();

        Assert.NotEqual(1, story.Factors[1]);
    }

    [Fact]
    public void Plan_ChangedAMomentAgo_Waits()
    {
        CostStory story = new CostStory();
        for (int look = 0; look < 100; look++)
        {
            // A price that swings by ten every quarter of an hour.
            story.Finish(0, 500, 1).Finish(1, 500, look / 3 % 2 == 0 ? 1 : 10).Look();
        }

        Assert.NotEmpty(story.Changes);
        Assert.All(story.Changes.Zip(story.Changes.Skip(1)), pair => Assert.True(pair.Second - pair.First >= story.Policy.LeastPause));
    }

    [Fact]
    public void Plan_StagesThatCostDifferently_AreNotTheTargetsFault()
    {
        var story = new CostStory(stages: 2);
        for (int look = 0; look < 12; look++)
        {
            story.Finish(0, 90, 1, 0).Finish(0, 10, 20, 1).Finish(1, 10, 1, 0).Finish(1, 90, 20, 1).Look();
        }

        Assert.Equal([1, 1], story.Factors);
        Assert.Empty(story.Changes);
    }

    [Fact]
    public void Plan_StageOfOneTargetAlone_DoesNotCount()
    {
        var story = new CostStory(targets: 3, stages: 2);
        for (int look = 0; look < 12; look++)
        {
            story.Finish(0, 100, 1, 0).Finish(1, 100, 3, 0).Finish(1, 1_000, 500, 1).Look();
        }

        Assert.Equal([1, 0.16, 1], story.Factors.Select(f => Math.Round(f, 12)));
        Assert.Equal([1, 3, 0], story.Story.State.Targets.Select(t => Math.Round(t.Measured!.Dollars, 12)));
        Assert.Equal("0 simulations with a price, and of stages that ran elsewhere too, are too few to compare", story.Story.State.Targets[2].Measured!.Reason);
    }

    [Fact]
    public void Plan_NothingChanges_FiguresAreWrittenDownOnceAnHour()
    {
        CostStory story = new CostStory().Run(10 * s_hour, (100, 1), (100, 1));

        Assert.InRange(story.Story.Journal.Count(e => e.Fact is Fact.TargetsWeighed), 9, 11);
    }

    // A day in which what simulations cost differs by up to 20 % from one look to the next, at each target for itself.
    private static CostStory Noisy(int seed, double price)
    {
        var dice = new Random(seed);
        var story = new CostStory();
        for (int look = 0; look < 288; look++)
        {
            story.Finish(0, 40, 0.8 + (0.4 * dice.NextDouble())).Finish(1, 40, price * (0.8 + (0.4 * dice.NextDouble()))).Look();
        }

        return story;
    }
}
