using HtcFlow.Campaigns.Language;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Substitution;
using HtcFlow.Core.Wire;

namespace HtcFlow.Campaigns.Tests;

public sealed class CampaignReaderTests
{
    [Fact]
    public void Read_Pipeline_GivesTheWholeSpec()
    {
        var spec = Trial.Sound(Sample.Text("pipeline"));

        Assert.Equal("pipeline", spec.Name);
        Assert.Equal("s3://bucket/prefix", spec.Store);
        Assert.Equal("local", spec.Backend.Kind);
        Assert.Equal("2", spec.Backend.Options["slots"]);
        Assert.Equal("pipeline-128", spec.Variables["title"]);
        Assert.Equal(["write", "read", "figure"], spec.Stages.Select(stage => stage.Name));
        Assert.Equal(24 + 6 + 1, spec.TaskCount);
    }

    [Fact]
    public void Read_StageOfPipeline_HasWhatIsWritten()
    {
        var write = Trial.Sound(Sample.Text("pipeline")).Stages[0];

        Assert.Equal(
            [new InputSpec.PlainFile(Trial.Directory + "/grains.txt", "grains.txt", "", false),
             new InputSpec.RenderedFile(Trial.Directory + "/write.in", "write.in", ""),
             new InputSpec.PlainFile(Trial.Directory + "/bin/solver", "tools/run", "", true)],
            write.Inputs);
        Assert.Equal(
            [new OutputSpec.ListedIn("write.in", "^segment (.+)$"), new OutputSpec.Matching("log/**/*.txt", true), new OutputSpec.Matching("track-*.dat", false)],
            write.Outputs);
        Assert.Equal(
            [new BuildSpec(CpuLevel.Avx2, Trial.Directory + "/bin/solver-avx2", "") { Travels = true },
             new BuildSpec(CpuLevel.Base, Trial.Directory + "/bin/solver", "") { Travels = true }],
            write.Binaries[0].Builds);
        Assert.Equal([new BuildSpec(CpuLevel.Base, "/opt/helper", "")], write.Binaries[1].Builds);
        Assert.Equal(["state-*.chk", "index"], write.Checkpoint!.Files);
        Assert.Equal(("index", 3, "USR1"), (write.Checkpoint.CommitOn, write.Checkpoint.Keep, write.Checkpoint.Signal));
        Assert.Equal(new WatchSpec { Silence = TimeSpan.FromMinutes(5), BandwidthBytesPerSecond = 2_000_000_000 }, write.Watch);
        Assert.Equal((20, 0L), (write.Pack, write.Tolerate));
    }

    [Theory]
    [InlineData("bandwidth: auto, pace: auto, memory: 95%", 0, 0.65, 0.65, 0.95)]
    [InlineData("bandwidth: 1.5GB/s, pace: 40.5%", 1_500_000_000, 0, 0.405, 0)]
    [InlineData("bandwidth: off, pace: off, memory: off", 0, 0, 0, 0)]
    [InlineData("bandwidth: 0", 0, 0, 0, 0)]
    public void Read_Watch_TakesFiguresAndWords(string watch, long bytes, double share, double pace, double memory)
    {
        var spec = Trial.Sound("""
            campaign: c
            store: ./s
            backend: local
            stages:
              s: {command: [x], watch: {WATCH}}
            """.Replace("WATCH", watch, StringComparison.Ordinal));

        Assert.Equal(new WatchSpec { BandwidthBytesPerSecond = bytes, BandwidthShare = share, Pace = pace, Memory = memory }, spec.Stages[0].Watch);
    }

    [Fact]
    public void Read_Targets_GiveWeightsAndTheOptionsInWhichTheyDiffer()
    {
        var spec = Trial.Sound(Sample.Text("targets"));

        Assert.Equal(("aws-batch", 200_000L), (spec.Backend.Kind, spec.Backend.Window));
        Assert.Equal(["eu-central-1", "images/hamr:3"], new[] { "region", "image" }.Select(key => spec.Backend.Options[key]));
        Assert.Equal(
            ["frankfurt 3 queue=spot-a", "ireland 1 queue=spot,region=eu-west-1", "paid 0.25 queue=on-demand"],
            spec.Backend.Targets!.Select(t => FormattableString.Invariant($"{t.Name} {t.Weight} {string.Join(',', t.Options.OrderBy(o => o.Key, StringComparer.Ordinal).Select(o => o.Key + "=" + o.Value))}")));
    }

    [Fact]
    public void Read_ClusterOptions_KeepWordsAsTheyAre()
    {
        var backend = Trial.Sound("""
            campaign: c
            store: ./s
            backend:
              gridengine:
                queue: long.q
                max-running: 50
                disable-queues: true
                memory-resource: off
                runner: /shared/my tools/htcflow-runner
                extra: [-l, "gpu=1", "say \"no\" to $HOME"]
                targets:
                  a: {queue: a.q, extra: [-l, big]}
                  b: {priority: -5, weight: 2}
            stages:
              s: {command: [x]}
            """).Backend;

        Assert.Equal("gridengine", backend.Kind);
        Assert.Equal(
            ["long.q", "50", "true", "off", "/shared/my tools/htcflow-runner"],
            new[] { "queue", "max-running", "disable-queues", "memory-resource", "runner" }.Select(key => backend.Options[key]));
        Assert.Equal(["-l", "gpu=1", "say \"no\" to $HOME"], OptionWords.Parse(backend.Options["extra"]));
        Assert.Equal(["-l", "big"], OptionWords.Parse(backend.Targets![0].Options["extra"]));
        Assert.Equal("-5", backend.Targets[1].Options["priority"]);
        Assert.Empty(OptionWords.Parse(""));
    }

    [Fact]
    public void Read_PackAndPriority_AreThoseOfTheStageOrOfTheDefaults()
    {
        var stages = Trial.Sound(Sample.Text("targets")).Stages;

        Assert.Equal([(10_000, true), (500, true), (7, false)], stages.Select(s => (s.Pack, s.IsPackAutomatic)));
        Assert.Equal([-2, -2, 10], stages.Select(s => s.Priority));
    }

    [Fact]
    public void Read_StagesPinnedToTargets_AreThoseOfTheStageOrOfTheDefaults()
    {
        var stages = Trial.Sound(Sample.Text("targets")).Stages;
        Assert.Equal(["any", "any", "paid frankfurt"], stages.Select(s => string.Join(' ', s.Targets ?? ["any"])));

        stages = Trial.Sound(Sample.Text("targets"), "defaults.targets=[ireland]", "stages.write.targets=[ireland, paid]").Stages;
        Assert.Equal(["ireland paid", "ireland", "paid frankfurt"], stages.Select(s => string.Join(' ', s.Targets!)));
    }

    [Fact]
    public void Read_NoTargets_LeavesThemOut()
    {
        var spec = Trial.Sound(Sample.Text("minimal"));

        Assert.Null(spec.Backend.Targets);
        Assert.Equal((0L, 0), (spec.Backend.Window, spec.Stages[0].Priority));
        Assert.False(spec.Stages[0].IsPackAutomatic);
    }

    [Fact]
    public void Read_Defaults_AreLaidUnderEveryStage()
    {
        var stages = Trial.Sound(Sample.Text("pipeline")).Stages;

        Assert.Equal(
            new ResourceSpec
            {
                Vcpus = 2,
                MemoryBytes = 512L << 20,
                Walltime = TimeSpan.FromMinutes(10),
                ScratchBytes = 1L << 30,
                ScratchInMemory = true,
            },
            stages[0].Resources);
        Assert.Equal(new ResourceSpec { MemoryBytes = 512L << 20, Walltime = TimeSpan.FromMinutes(10) }, stages[1].Resources);
        Assert.Equal([3, 2, 2], stages.Select(stage => stage.Retry.Attempts));
        Assert.Equal([Outcome.Failed, Outcome.Lost], stages[0].Retry.On);
        Assert.Equal([1, 75, .. Enumerable.Range(128, 16)], stages[1].Retry.ExitCodes);
        Assert.All(stages, stage => Assert.Equal("1", stage.Environment["OMP_NUM_THREADS"]));
    }

    [Fact]
    public void Read_SweepsSample_DecodesValuesAsWritten()
    {
        var spec = Trial.Sound(Sample.Text("sweeps"));
        var zipped = spec.Stages[0];
        var tables = spec.Stages[1];

        Assert.Equal(3 * 2 * 7, zipped.Sweep.Count);
        Assert.Equal(
            ["run", "1", "7", "no", "1.0", "-003"],
            zipped.Command.Select(new TaskBindings("c", "s", zipped.Sweep, spec.Variables, 0).Render));
        Assert.Equal(
            ["run", "3", "9", "off", "0.5", "003"],
            zipped.Command.Select(new TaskBindings("c", "s", zipped.Sweep, spec.Variables, 41).Render));
        Assert.Equal(
            ["run", "1", "2", "0.10", "${HOME}"],
            tables.Command.Select(new TaskBindings("c", "s", tables.Sweep, spec.Variables, 0).Render));
        Assert.Equal(
            ["run", "3", "4", "yes", "${HOME}"],
            tables.Command.Select(new TaskBindings("c", "s", tables.Sweep, spec.Variables, 5).Render));
    }

    [Fact]
    public void Read_StagesWithoutDependencies_KeepTheOrderOfTheFile()
    {
        var spec = Trial.Sound(Trial.Head + "  c: {command: [x], after: a}\n  b: {command: [x]}\n  a: {command: [x]}\n  d: {command: [x]}\n");

        Assert.Equal(["b", "a", "c", "d"], spec.Stages.Select(stage => stage.Name));
    }

    [Fact]
    public void Read_HugeSweep_BuildsNothingOfItsSize()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Trial.SoundStage("sweep: {seed: 1..10}");
        long small = GC.GetAllocatedBytesForCurrentThread() - before;
        var stage = Trial.SoundStage("sweep: {a: 1..1000000, b: {from: 0, to: 1, step: 0.000001}}");
        long large = GC.GetAllocatedBytesForCurrentThread() - before - small;

        Assert.Equal(1_000_000L * 1_000_001, stage.Sweep.Count);
        Assert.InRange(large, 0, 4 * small);
    }

    [Theory]
    [InlineData("50", 50)]
    [InlineData("2%", 6)]
    [InlineData("0.5%", 1)]
    [InlineData("100%", 300)]
    public void Read_Tolerance_IsCountedInTasks(string written, long expected) =>
        Assert.Equal(expected, Trial.SoundStage("sweep: {seed: 1..300}", "tolerate: " + written).Tolerate);

    [Fact]
    public void Read_Spec_SurvivesTheWire()
    {
        var spec = Trial.Sound(Sample.Text("pipeline"));
        string json = System.Text.Json.JsonSerializer.Serialize(spec, WireJson.Default.CampaignSpec);
        var back = System.Text.Json.JsonSerializer.Deserialize(json, WireJson.Default.CampaignSpec)!;

        Assert.Equal(json, System.Text.Json.JsonSerializer.Serialize(back, WireJson.Default.CampaignSpec));
    }

    [Fact]
    public void Read_ExampleOfTheDocumentation_IsSound()
    {
        var files = Trial.Files().Add(Trial.Directory + "/write.in", "seed = ${seed}\nsegment track-1.dat\n");
        foreach (string name in new[] { "bin/solver-avx512", "bin/solver-avx", "tools/check", "figure.gp" })
        {
            files.Add($"{Trial.Directory}/{name}", "content");
        }

        var reading = Trial.Read(Sample.FromDocumentation(), files);

        Assert.Equal("", string.Join('\n', reading.Problems));
        Assert.Equal([("write", 1200L), ("read", 6L), ("other", 4L), ("figure", 1L)], reading.Spec!.Stages.Select(s => (s.Name, s.Sweep.Count)));
        Assert.Equal(24, reading.Spec.Stages[0].Tolerate);
    }

    [Fact]
    public void ReadFile_FromDisk_FindsFilesBesideIt()
    {
        using var directory = new HtcFlow.Testing.TempDirectory();
        directory.Write("grains.txt", "1\n");
        string path = directory.Write("campaign.yaml", Trial.Stage("inputs: [grains.txt]"));

        var reading = CampaignReader.ReadFile(path, []);

        Assert.Empty(reading.Problems);
        Assert.Equal(directory.At("results"), reading.Spec!.Store);
        Assert.Equal(directory.At("grains.txt"), Assert.IsType<InputSpec.PlainFile>(reading.Spec.Stages[0].Inputs[0]).Source);
    }

    [Fact]
    public void ReadFile_NotReadable_IsAProblem()
    {
        using var directory = new HtcFlow.Testing.TempDirectory();
        string binary = directory.At("binary");
        File.WriteAllBytes(binary, [0x61, 0x3a, 0x20, 0xff, 0xfe]);
        string large = directory.At("large");
        using (var stream = File.Create(large))
        {
            stream.SetLength(104_857_600);
        }

        Assert.Equal(
            ["1:1 there is no such file", "1:1 this is a directory", "1:4 the byte 0xff is not UTF-8 text", "1:1 the file has 104.9 MB"],
            new[] { directory.At("none"), directory.Root, binary, large }.Select(path =>
            {
                var problem = Assert.Single(CampaignReader.ReadFile(path, []).Problems);
                return $"{problem.Line}:{problem.Column} {problem.Message}";
            }));
    }
}
