using FsCheck;
using FsCheck.Fluent;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Effects;
using HtcFlow.Core.State;
using HtcFlow.Core.Tests.Stories;

namespace HtcFlow.Core.Tests.Transitions;

/// <summary>Random campaigns under random but legal facts; what fails names its seed.</summary>
public sealed class RandomFactsTests
{
    private const int Steps = 60;

    [Fact]
    public void Apply_RandomLegalFacts_KeepsEveryInvariant() => ForEachSeed(200, dice =>
    {
        Story story = Begin(dice);
        var fate = new RandomFate(dice, story);
        for (int step = 0; step < Steps; step++)
        {
            fate.Step();
            Oracle.Check(story.State);
        }
    });

    [Fact]
    public void Apply_ReplayOfTheJournal_GivesTheSameState() => ForEachSeed(100, dice =>
    {
        Story story = Begin(dice);
        var fate = new RandomFate(dice, story);
        for (int step = 0; step < Steps; step++)
        {
            fate.Step();
        }

        Assert.Equal(StateText.Of(story.State), StateText.Of(story.Replay()));
    });

    [Fact]
    public void Plan_EveryAttemptEndsSomehow_CampaignEndsWithNoEffectsLeft() => ForEachSeed(200, dice =>
    {
        Story story = Begin(dice);
        var fate = new RandomFate(dice, story);
        for (int step = 0; step < Steps / 2; step++)
        {
            fate.Step();
        }

        fate.Drain();
        Oracle.Check(story.State);
        Assert.Equal(CampaignPhase.Ended, story.State.Phase);
        Assert.All(story.State.Stages, stage => Assert.True(stage.IsComplete));
        Assert.Empty(EffectPlanner.Plan(story.State, new Flights(), story.Now));
        Assert.Empty(story.Propose());
        Assert.Equal(StateText.Of(story.State), StateText.Of(story.Replay()));
    });

    [Fact]
    public void Apply_NobodyRetriesByHand_AttemptsStayWithinThePolicy() => ForEachSeed(100, dice =>
    {
        Story story = Begin(dice);
        new RandomFate(dice, story).Drain();
        foreach (StageState stage in story.State.Stages)
        {
            // One rerun of the scheduler's own may come on top of each end that the policy counts.
            RetrySpec retry = stage.Spec.Retry;
            int most = (retry.Attempts + retry.Interruptions) * 2;
            Assert.All(Enumerable.Range(0, (int)stage.Ledger.Count), i => Assert.InRange(stage.Ledger.AttemptsOf(i), 0, most));
        }
    });

    private static Story Begin(Random dice) => new(RandomCampaign.Of(dice))
    {
        Limits = RandomCampaign.Limits(dice),
    };

    private static void ForEachSeed(int count, Action<Random> body) =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed => body(new Random(seed)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(count));
}
