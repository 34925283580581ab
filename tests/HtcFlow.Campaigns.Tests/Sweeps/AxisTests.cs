using HtcFlow.Core.Sweeps;

namespace HtcFlow.Campaigns.Tests.Sweeps;

public sealed class AxisTests
{
    [Theory]
    [InlineData("{from: 0.1, to: 0.3, step: 0.1}", "0.1 0.2 0.3")]
    [InlineData("{from: 0.10, to: 0.3, step: 0.1}", "0.10 0.20 0.30")]
    [InlineData("{from: 1, to: 0, step: -0.4}", "1.0 0.6 0.2")]
    [InlineData("{from: -1e-3, to: 1e-3, step: 1e-3}", "-0.001 0.000 0.001")]
    [InlineData("{from: 5, to: 1, step: -2}", "5 3 1")]
    [InlineData("{from: 2, to: 2, step: 7}", "2")]
    [InlineData("-2..1", "-2 -1 0 1")]
    [InlineData("+1..2", "1 2")]
    [InlineData("7..7", "7")]
    [InlineData("[no, 0.10, 1e3, \"~\", 007, 2020-01-01]", "no 0.10 1e3 ~ 007 2020-01-01")]
    public void Read_Axis_GivesValuesAsWritten(string written, string expected)
    {
        var sweep = Trial.SoundStage("sweep: {a: " + written + "}").Sweep;

        Assert.Equal(expected, string.Join(' ', Enumerable.Range(0, (int)sweep.Count).Select(i => sweep.ValueOf(i, "a"))));
    }

    [Theory]
    [InlineData("1..3", "{from: 1, to: 3, step: 1}")]
    [InlineData("[1, 2, 3]", "1..3")]
    [InlineData("[0.5, 1.0]", "{from: 0.5, to: 1, step: 0.5}")]
    public void Read_SameValuesWrittenDifferently_AreOneAxis(string here, string there)
    {
        var spec = Trial.Sound(Trial.Head + $"  a: {{command: [x], sweep: {{s: {here}}}}}\n  b: {{command: [x], sweep: {{s: {there}}}, after: {{a: [s]}}}}\n");

        Assert.True(spec.Stages[0].Sweep.Dimensions[0].Matches(spec.Stages[1].Sweep.Dimensions[0]));
    }

    [Fact]
    public void Read_Table_KeepsQuotedFields()
    {
        var files = Trial.Files().Add(Trial.Directory + "/t.csv", "a,b\r\n\"x, \"\"y\"\"\",1\r\n\"two\r\nlines\",\r\n");

        var sweep = Trial.Read(Trial.Stage("sweep: {table: t.csv}"), files).Spec!.Stages[0].Sweep;

        Assert.Equal(["x, \"y\"", "two\r\nlines"], Assert.IsType<AxisValues.Listed>(sweep.Dimensions[0].Axes[0].Values).Items);
        Assert.Equal(["1", ""], Assert.IsType<AxisValues.Listed>(sweep.Dimensions[0].Axes[1].Values).Items);
    }
}
