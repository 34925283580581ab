using System.Security.Cryptography;
using System.Text;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Wire;
using HtcFlow.Objects.Stores;

namespace HtcFlow.Runner.Tests.Runs;

/// <summary>What stands in the scratch directory before a command starts, and which build of it is taken.</summary>
public sealed class InputsTests : IDisposable
{
    private readonly RunnerBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Run_FileAndTemplate_StandInScratch()
    {
        string data = await PutAsync("shared data");
        string template = await PutAsync("seed = ${n:03}\nout = result-${n}.dat\n");
        StageOrder order = Orders.Script("", "cat data input.txt > \"$(sed -n 's/^out = //p' input.txt)\"; echo damaged > data");
        order = order with
        {
            Stage = order.Stage with
            {
                Inputs = [new InputSpec.PlainFile("/src", "data", data, false), new InputSpec.RenderedFile("/src", "input.txt", template)],
                Outputs = [new OutputSpec.ListedIn("input.txt", "^out = (.*)$")],
            },
        };

        Assert.Equal(0, _bench.Run(order).ExitCode);
        Assert.Equal(0, _bench.Run(order with { Attempt = 2, Array = 2, Campaign = Orders.Campaign }).ExitCode);

        AttemptReport report = _bench.Accepted()!;
        StoredFile file = Assert.Single(report.Files);
        Assert.Equal("result-0.dat", file.Name);
        Assert.InRange(report.StageInMilliseconds!.Value, 0, report.WallMilliseconds);
        Assert.Equal(0, report.RestoreMilliseconds);
        Assert.Equal("shared dataseed = 000\nout = result-0.dat\n", await _bench.ReadAsync(file));
    }

    [Fact]
    public async Task Run_CommandThatWritesToItsInput_CannotDamageTheCachedCopy()
    {
        string data = await PutAsync("precious");
        StageOrder order = Orders.For("", ["/bin/sh", "-c", "grep -q precious data && echo ruined > data"], 3);
        order = order with { Stage = order.Stage with { Inputs = [new InputSpec.PlainFile("/src", "data", data, false)] } };

        Assert.Equal(0, _bench.Run(order).ExitCode);
    }

    [Fact]
    public void Run_InputThatIsNotInTheStore_DoesNotStartTheCommand()
    {
        StageOrder order = Orders.Script("", "touch \"$SIGNS/ran\"");
        order = order with { Stage = order.Stage with { Inputs = [new InputSpec.PlainFile("/src/x", "x", new string('0', 64), false)] } };

        Assert.Equal(ExitCode.InputMissing, _bench.Run(order).ExitCode);
        Assert.Contains("missing or damaged", _bench.Report().Reason);
        Assert.Empty(Directory.GetFiles(_bench.Signs));
    }

    [Fact]
    public void Run_ResultsOfAnEarlierStage_AreBroughtIn()
    {
        StageOrder write = Orders.For("", ["/bin/sh", "-c", "echo ${n} > out.txt; echo no > other.log"], 3);
        write = write with { Stage = write.Stage with { Outputs = [new OutputSpec.Matching("*.*", false)] } };
        Assert.Equal(0, _bench.Run(write).ExitCode);

        RunnerEnd end = _bench.Run(Reader(write, "sim-${sim.n}", tolerate: 0));

        Assert.Equal(0, end.ExitCode);
        Assert.Equal(Outcome.Succeeded, Assert.Single(_bench.Ledger(), k => k.WallMilliseconds >= 0 && k.Attempt == 9).Outcome);
    }

    [Theory]
    [InlineData("sim-${sim.n}", 0, "task 0 of stage 'sim' has no accepted results yet")]
    [InlineData("sim-${sim.n}", 3, "no task of stage 'sim'")]
    public void Run_EarlierStageNotDone_DoesNotStartTheCommand(string into, long tolerate, string reason)
    {
        RunnerEnd end = _bench.Run(Reader(Orders.For("", ["true"], 3), into, tolerate));

        Assert.Equal(ExitCode.InputMissing, end.ExitCode);
        Assert.Contains(reason, _bench.Report().Reason);
    }

    [Fact]
    public void Run_ResultsThatWouldOverwriteEachOther_DoNotStartTheCommand()
    {
        StageOrder write = Orders.For("", ["/bin/sh", "-c", "echo ${n} > out.txt"], 3);
        _bench.Run(write with { Stage = write.Stage with { Outputs = [new OutputSpec.Matching("out.txt", false)] } });

        RunnerEnd end = _bench.Run(Reader(write, "in", tolerate: 0));

        Assert.Equal(ExitCode.InputMissing, end.ExitCode);
        Assert.Contains("would both become 'in/out.txt'", _bench.Report().Reason);
    }

    [Fact]
    public void Run_CappedLevel_TakesTheLowerBuild()
    {
        StageOrder order = Orders.Script("", "", "a");
        order = order with
        {
            Stage = order.Stage with
            {
                Command = ["prog"],
                Binaries =
                [
                    new BinarySpec
                    {
                        Name = "prog",
                        Builds = [new(CpuLevel.Avx, _bench.Command("v", "exit 9"), ""), new(CpuLevel.Base, _bench.Command("b", "echo > a"), "")],
                    },
                ],
            },
        };

        Assert.Equal(0, _bench.Run(order, (RunnerEnvironment.CpuLevel, "base")).ExitCode);
        Assert.Equal("base", _bench.Accepted()!.Build);
    }

    private static StageOrder Reader(StageOrder upstream, string into, long tolerate)
    {
        StageOrder order = Orders.For("", ["/bin/sh", "-c", "[ \"$(cat sim-*/out.txt | tr -d '\\n')\" = 012 ] && [ ! -e sim-0/other.log ]"]);
        return order with
        {
            Attempt = 9,
            Stage = order.Stage with
            {
                Name = "read",
                After = [new EdgeSpec(Orders.Stage, EdgeKind.All, [])],
                Inputs = [new InputSpec.StageResults(Orders.Stage, ["*.txt"], into)],
            },
            Upstreams = new Dictionary<string, UpstreamOrder> { [Orders.Stage] = new(upstream.Stage.Sweep, tolerate) },
        };
    }

    private async Task<string> PutAsync(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        string sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
        await using IObjectStore store = ObjectStores.Open(_bench.Store);
        await store.PutAsync(
            StoreLayout.Input(Orders.Campaign, sha256), new MemoryStream(bytes), PutCondition.Always, TestContext.Current.CancellationToken);
        return sha256;
    }
}
