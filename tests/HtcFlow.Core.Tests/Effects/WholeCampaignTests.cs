using FsCheck;
using FsCheck.Fluent;
using HtcFlow.Core.Facts;
using HtcFlow.Core.State;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Tests.Stories;

namespace HtcFlow.Core.Tests.Effects;

public sealed class WholeCampaignTests
{
    [Fact]
    public void Plan_EveryEffectClaimedOnAnUnreliableCluster_EndsWithNoEffectsLeft() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed => Run(new Random(seed)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    private static void Run(Random dice)
    {
        var story = new Story(RandomCampaign.Of(dice)) { Limits = RandomCampaign.Limits(dice) };
        var engine = new SmallEngine(dice, story, new FakeCluster(dice));
        for (int turn = 0; story.State.Phase != CampaignPhase.Ended; turn++)
        {
            Assert.True(turn < 2000, "The campaign does not end:\n" + StateText.Of(story.State));
            if (turn < 20 && dice.Next(6) == 0)
            {
                Interfere(dice, story);
            }

            engine.Turn();
            Oracle.Check(story.State);
        }

        Assert.Empty(engine.Pending());
        Assert.Empty(story.Propose());
        Assert.Equal(StateText.Of(story.State), StateText.Of(story.Replay()));
    }

    private static void Interfere(Random dice, Story story)
    {
        StageState stage = story[dice.Next(story.State.Stages.Count)];
        IndexSet some = IndexSet.Range(0, dice.NextInt64(1, stage.Ledger.Count + 1));
        story.Tell(dice.Next(2) == 0 ? new Fact.TasksCancelled(stage.Index, some) : new Fact.RetryRequested(stage.Index, some));
    }
}
