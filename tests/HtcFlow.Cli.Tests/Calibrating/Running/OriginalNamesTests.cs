using HtcFlow.Cli.Calibrating.Running;
using HtcFlow.Core.Substitution;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Cli.Tests.Calibrating.Running;

public sealed class OriginalNamesTests
{
    [Theory]
    [InlineData("out-${task.index}.dat", "out-${calibrate.index}.dat")]
    [InlineData("${ task.index :04}", "${calibrate.index:04}")]
    [InlineData("$${task.index} ${seed}", "$${task.index} ${seed}")]
    [InlineData("${campaign.name}/${stage.name}/${stage.count}", "${calibrate.campaign}/${calibrate.stage}/${calibrate.count}")]
    public void Rewrite_FixedNames_BecomeThoseOfTheCampaign(string text, string expected) => Assert.Equal(expected, OriginalNames.Rewrite(text));

    [Fact]
    public void SweepOf_SomeTasks_HaveTheirValuesAndNumbers()
    {
        var sweep = new Sweep(
        [
            new Dimension([new Axis("a", new AxisValues.Integers(1, 1, 3))]),
            new Dimension([new Axis("b", new AxisValues.Listed(["x", "y"])), new Axis("c", new AxisValues.Integers(10, 10, 2))]),
        ]);
        Sweep sample = OriginalNames.SweepOf(sweep, [5, 0, 2]);
        var bindings = new TaskBindings("round", "type", sample, new Dictionary<string, string>(), 0);
        Assert.Equal(("3 y 20 5", 3), (bindings.Render("${a} ${b} ${c} ${calibrate.index}"), sample.Count));
    }
}
