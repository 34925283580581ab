using HtcFlow.Cli.Planning;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Cli.Tests.Planning;

public sealed class CampaignPlanTests
{
    [Theory]
    [InlineData("plain-word_1.dat", "plain-word_1.dat")]
    [InlineData("", "''")]
    [InlineData("two words", "'two words'")]
    [InlineData("it's", "'it'\\''s'")]
    [InlineData("$HOME", "'$HOME'")]
    public void Quote_Word_IsSafeInAShell(string word, string expected) => Assert.Equal(expected, CommandText.Quote(word));

    [Fact]
    public void Of_TenMillionTasks_CountsArraysAndPages()
    {
        CampaignPlan plan = CampaignPlan.Of(Campaign(10_000_000, pack: 10), new ArrayRoom(10_000, 0));
        StagePlan stage = Assert.Single(plan.Stages);
        Assert.Equal((10_000_000, 1_000_000, 100), (stage.Tasks, stage.Elements, stage.Arrays));
        Assert.Equal(10_000, stage.ListPages);
        Assert.Equal("run 1", stage.First);
        Assert.Equal("run 10000000", stage.Last);
    }

    [Fact]
    public void Of_FewTasksOnManySlots_SpreadsThePack()
    {
        StagePlan stage = Assert.Single(CampaignPlan.Of(Campaign(12, pack: 100), new ArrayRoom(10_000, 4)).Stages);
        Assert.Equal((3, 4), (stage.Pack, stage.Elements));
    }

    [Fact]
    public void Of_TargetsPriorityAndAutomaticPack_AreShown()
    {
        CampaignSpec campaign = Campaign(25_000, pack: 500);
        campaign = campaign with
        {
            Backend = new BackendSpec("aws-batch", new Dictionary<string, string>())
            {
                Window = 2_000,
                Targets =
                [
                    new TargetSpec("north", 2.5, new Dictionary<string, string> { ["region"] = "eu-north-1", ["queue"] = "spot" }),
                    new TargetSpec("south", 1, new Dictionary<string, string>()),
                ],
            },
            Stages = [campaign.Stages[0] with { IsPackAutomatic = true, Priority = -3, Targets = ["north"] }],
        };

        string text = PlanText.Of(CampaignPlan.Of(campaign, new ArrayRoom(10_000, 0)));

        Assert.Contains("\n  window   2,000 elements\n  targets  north: weight 2.5, queue spot, region eu-north-1\n           south: weight 1\n", text, StringComparison.Ordinal);
        Assert.Contains(
            "\nstage run: 25,000 tasks, at most 25,000 elements of up to 500 tasks, at most 3 array jobs\n  pack     by measured task times\n  priority -3\n  targets  north\n",
            text, StringComparison.Ordinal);
    }

    private static CampaignSpec Campaign(long tasks, int pack) => new()
    {
        Name = "big",
        Store = "/data",
        Backend = new BackendSpec("local", new Dictionary<string, string>()),
        Stages =
        [
            new StageSpec
            {
                Name = "run",
                Sweep = new Sweep([new Dimension([new Axis("i", new AxisValues.Integers(1, 1, tasks))])]),
                Command = ["run", "${i}"],
                Pack = pack,
            },
        ],
    };
}
