using HtcFlow.Cli.Staging;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Sweeps;
using HtcFlow.Objects.Stores;
using HtcFlow.Testing;

namespace HtcFlow.Cli.Tests.Staging;

public sealed class InputStageTests
{
    [Fact]
    public async Task Push_SameContentTwice_IsStoredOnce()
    {
        using var directory = new TempDirectory();
        await using var store = new MemoryStore();
        CampaignSpec spec = Campaign(directory.Write("a.in", "same"), directory.Write("b.in", "same"), directory.Write("prog", "program"));
        InputStage inputs = await InputStage.HashAsync(spec, TestContext.Current.CancellationToken);
        await inputs.PushAsync(store, TestContext.Current.CancellationToken);
        await inputs.PushAsync(store, TestContext.Current.CancellationToken);
        Assert.Equal((2, 11, 2), (inputs.Files, inputs.Bytes, store.Count));
        StageSpec stage = inputs.Spec.Stages[0];
        Assert.Equal(64, ((InputSpec.PlainFile)stage.Inputs[0]).Sha256.Length);
        Assert.Equal(((InputSpec.PlainFile)stage.Inputs[0]).Sha256, ((InputSpec.RenderedFile)stage.Inputs[1]).Sha256);
        Assert.Equal(64, stage.Binaries[0].Builds[0].Sha256.Length);
        Assert.Empty(stage.Binaries[0].Builds[1].Sha256);
    }

    [Fact]
    public async Task Push_FileThatChanged_LeavesNothingUnderItsKey()
    {
        using var directory = new TempDirectory();
        await using var store = new MemoryStore();
        string path = directory.Write("a.in", "before");
        InputStage inputs = await InputStage.HashAsync(Campaign(path, path, path), TestContext.Current.CancellationToken);
        directory.Write("a.in", "after!");
        FaultException fault = await Assert.ThrowsAsync<FaultException>(() => inputs.PushAsync(store, TestContext.Current.CancellationToken));
        Assert.Contains("changed while the campaign was being submitted", fault.Message, StringComparison.Ordinal);
        Assert.Equal(0, store.Count);
    }

    [Fact]
    public async Task Hash_MissingFile_IsAFault()
    {
        using var directory = new TempDirectory();
        string path = directory.At("nowhere");
        FaultException fault = await Assert.ThrowsAsync<FaultException>(
            () => InputStage.HashAsync(Campaign(path, path, path), TestContext.Current.CancellationToken));
        Assert.Equal(FaultKind.Gone, fault.Kind);
    }

    private static CampaignSpec Campaign(string file, string template, string program) => new()
    {
        Name = "staged",
        Store = "/data",
        Backend = new BackendSpec("local", new Dictionary<string, string>()),
        Stages =
        [
            new StageSpec
            {
                Name = "run",
                Sweep = Sweep.Single,
                Command = ["prog"],
                Inputs = [new InputSpec.PlainFile(file, "a", "", false), new InputSpec.RenderedFile(template, "b", "")],
                Binaries =
                [
                    new BinarySpec
                    {
                        Name = "prog",
                        Builds = [new BuildSpec(CpuLevel.Base, program, "") { Travels = true }, new BuildSpec(CpuLevel.Avx2, "/opt/prog", "")],
                    },
                ],
            },
        ],
    };
}
