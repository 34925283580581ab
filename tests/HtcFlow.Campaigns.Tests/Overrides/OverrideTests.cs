using HtcFlow.Testing;

namespace HtcFlow.Campaigns.Tests.Overrides;

public sealed class OverrideTests
{
    [Fact]
    public void Read_WithOverrides_TakesThem()
    {
        var spec = Trial.Sound(
            Sample.Text("pipeline"),
            "stages.write.pack=7",
            "variables.bits=256",
            "stages.write.sweep.seed=1..9",
            "stages.write.sweep.density=[1000]",
            "stages.write.command.0=other",
            "stages.figure.resources.vcpus=4",
            "stages.figure.environment.NEW=a=b c",
            "backend.local.slots=5",
            "description=",
            "store=/elsewhere");

        Assert.Equal(7, spec.Stages[0].Pack);
        Assert.Equal("pipeline-256", spec.Variables["title"]);
        Assert.Equal(1 * 3 * 9, spec.Stages[0].Sweep.Count);
        Assert.Equal(1 * 3, spec.Stages[1].Sweep.Count);
        Assert.Equal(["other", "write.in"], spec.Stages[0].Command);
        Assert.Equal(4, spec.Stages[2].Resources.Vcpus);
        Assert.Equal("a=b c", spec.Stages[2].Environment["NEW"]);
        Assert.Equal("5", spec.Backend.Options["slots"]);
        Assert.Equal("/elsewhere", spec.Store);
    }

    [Fact]
    public void Read_OverrideOfMissingMapping_MakesItWhereTheKeyIsKnown()
    {
        var spec = Trial.Sound(Sample.Text("minimal"), "defaults.retry.attempts=2", "backend.slurm.partition=long", "stages.only.sweep={seed: 1..3}");

        Assert.Equal(2, spec.Stages[0].Retry.Attempts);
        Assert.Equal("long", spec.Backend.Options["partition"]);
        Assert.Equal(3, spec.TaskCount);
    }

    [Fact]
    public void Read_OverridesOfPacksAndTargets_TakesThem()
    {
        var spec = Trial.Sound(
            Sample.Text("targets"),
            "backend.aws-batch.window=9",
            "backend.aws-batch.targets.paid.weight=2",
            "backend.aws-batch.targets.third={queue: q}",
            "stages.figure.pack=auto",
            "stages.write.pack.most=30",
            "stages.read.priority=5");

        Assert.Equal(9, spec.Backend.Window);
        Assert.Equal([3, 1, 2, 1], spec.Backend.Targets!.Select(t => t.Weight));
        Assert.Equal([(30, true), (500, true), (10_000, true)], spec.Stages.Select(s => (s.Pack, s.IsPackAutomatic)));
        Assert.Equal([-2, 5, 10], spec.Stages.Select(s => s.Priority));
    }

    [Fact]
    public void Read_BadOverride_SaysWhatAndWhere() => Snapshot.Match(Trial.Transcript(
        from text in new[]
        {
            "pack", "=1", "stages.write.pakc=20", "stages.wirte.pack=20", "variables.bist=1", "stages.write.sweep.sede=1..4", "stages.write.pack.x=1",
            "stages.write.command.9=x", "stages.write.command.0.x=1", "stages.write.pack=many", "stages.write.pack=[1", "stages.write.sweep.seed=4..1",
            "a..b=1", "campaign=\u0007", "stages.write.inputs=[none.txt]", "stages.write.environment.A=${nobody}", "resources.vcpus=2",
        }
        select (text.Replace("\u0007", "\\u0007", StringComparison.Ordinal), Trial.Read(Sample.Text("pipeline"), "variables.bits=1", text))));
}
