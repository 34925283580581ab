using System.IO.Compression;
using System.Text;
using System.Text.Json;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Guards.Rates;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Tests.Stories;
using HtcFlow.Core.Wire;

namespace HtcFlow.Core.Tests.Wire;

public sealed class OrderCodecTests
{
    private static readonly StageOrder s_order = new()
    {
        Campaign = "hamr",
        Store = "/store",
        Array = 12,
        Attempt = 2,
        Indices = "0-9999,20007",
        Pack = 4,
        Raised = ["3", "", "7-9"],
        Stage = Make.Stage("write", Make.Sweep(("density", 3), ("seed", 50)), Make.Axes("design", "density")),
        Variables = new Dictionary<string, string> { ["steps"] = "100" },
        Upstreams = new Dictionary<string, UpstreamOrder> { ["design"] = new(Make.Sweep(("density", 3)), 2) },
    };

    [Fact]
    public void Parse_OfFormat_GivesTheOrder() => Assert.Equal(Json(s_order), Json(OrderCodec.Parse(OrderCodec.Format(s_order))));

    [Theory]
    [InlineData(2, 0)]
    [InlineData(3, 1)]
    [InlineData(8, 3)]
    public void RisesOf_Task_IsThatOfTheSetThatHoldsIt(long task, int rises) => Assert.Equal(rises, s_order.RisesOf(task));

    [Fact]
    public void Parse_OrderWithEverythingSet_LosesNothing()
    {
        StageOrder full = s_order with
        {
            Stage = s_order.Stage with
            {
                Sweep = new Sweep(
                [
                    new Dimension([new Axis("a", new AxisValues.Listed(["x", "y"])), new Axis("b", new AxisValues.Integers(5, -2, 2))]),
                    new Dimension([new Axis("c", new AxisValues.Decimals(0.10m, 0.05m, 3, 2))]),
                ]),
                Environment = new Dictionary<string, string> { ["OMP_NUM_THREADS"] = "1" },
                Inputs =
                [
                    new InputSpec.PlainFile("/a", "a", "aa", true),
                    new InputSpec.RenderedFile("/t", "t-${c}", "bb"),
                    new InputSpec.StageResults("design", ["*.dat"], "in"),
                ],
                Binaries = [new BinarySpec { Name = "p", Builds = [new BuildSpec(CpuLevel.Avx512, "/p", "cc") { Travels = true }] }],
                Outputs = [new OutputSpec.Matching("*.dat", true), new OutputSpec.ListedIn("t", "^(.*)$")],
                Checkpoint = new CheckpointSpec { Files = ["s-*"], CommitOn = "s-end", Keep = 7, Signal = "USR1" },
                Resources = new ResourceSpec
                {
                    Vcpus = 2,
                    MemoryBytes = 3,
                    ScratchBytes = 4,
                    ScratchInMemory = true,
                    Walltime = TimeSpan.FromSeconds(90.5),
                    Accelerators = 1,
                },
                Watch = new WatchSpec { Silence = TimeSpan.FromDays(2), BandwidthBytesPerSecond = 5, BandwidthShare = 0.5, Pace = 0.25, Memory = 0.95 },
                Retry = new RetrySpec
                {
                    Attempts = 6,
                    Interruptions = 0,
                    On = [Outcome.Slow],
                    ExitCodes = [1, 143],
                    Delay = TimeSpan.FromMilliseconds(1),
                },
                Tolerate = 8,
            },
            Siblings = new SiblingPace
            {
                BytesPerSecond = 1.5,
                LowBytesPerSecond = 1.25,
                BytesOfTask = 7,
                SecondsOfStep = 0.5,
                BandwidthBytesPerSecond = 2e10,
            },
        };

        Assert.Equal(Json(full), Json(OrderCodec.Parse(OrderCodec.Format(full))));
    }

    [Fact]
    public void Parse_OrderOfAnOlderVersion_GetsTheDefaults()
    {
        StageOrder order = OrderCodec.Parse(Pack("""
            {"campaign":"c","store":"/s","array":1,"attempt":1,"indices":"0","pack":1,
             "stage":{"name":"n","sweep":{"dimensions":[]},"command":["true"]},"later":1}
            """u8.ToArray()));

        Assert.Equal((3, 1, ""), (order.Stage.Retry.Attempts, order.Stage.Resources.Vcpus, string.Join(",", order.Upstreams.Keys)));
        Assert.Null(order.Stage.Checkpoint);
    }

    [Fact]
    public void Format_Order_IsSafeInAnEnvironmentAndShort()
    {
        string text = OrderCodec.Format(s_order);

        Assert.Matches("^[A-Za-z0-9_-]+$", text);
        Assert.InRange(text.Length, 1, 1000);
    }

    [Fact]
    public void Parse_EveryDamagedCharacter_GivesAnOrderOrAFormatException()
    {
        string text = OrderCodec.Format(s_order);
        for (int at = 0; at < text.Length; at++)
        {
            char[] damaged = text.ToCharArray();
            damaged[at] = damaged[at] == 'A' ? 'B' : 'A';
            TryParse(new string(damaged));
            TryParse(text[..at]);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("!")]
    [InlineData("AAAA")]
    [InlineData("A")]
    public void Parse_NoOrder_IsAFormatException(string text) => Assert.Throws<FormatException>(() => OrderCodec.Parse(text));

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[1]")]
    public void Parse_PackedTextThatIsNoOrder_IsAFormatException(string json) =>
        Assert.Throws<FormatException>(() => OrderCodec.Parse(Pack(Encoding.UTF8.GetBytes(json))));

    [Fact]
    public void Parse_InputOfUnknownKind_IsAFormatException()
    {
        StageOrder order = s_order with { Stage = s_order.Stage with { Inputs = [new InputSpec.PlainFile("/a", "a", "", false)] } };
        string json = Json(order);

        Assert.Throws<FormatException>(() => OrderCodec.Parse(Pack(Encoding.UTF8.GetBytes(json.Replace("\"kind\":\"file\"", "\"kind\":\"fifo\"", StringComparison.Ordinal)))));
        Assert.Throws<FormatException>(() => OrderCodec.Parse(Pack(Encoding.UTF8.GetBytes(json.Replace("\"kind\":\"file\",", "", StringComparison.Ordinal)))));
    }

    [Fact]
    public void Parse_DeflateBomb_IsRefusedBeforeItFillsMemory() =>
        Assert.Throws<FormatException>(() => OrderCodec.Parse(Pack(new byte[OrderCodec.MaxOrderBytes + 1])));

    private static void TryParse(string text)
    {
        try
        {
            Assert.NotNull(OrderCodec.Parse(text));
        }
        catch (FormatException)
        {
            return;
        }
    }

    private static string Json(StageOrder order) => JsonSerializer.Serialize(order, WireJson.Default.StageOrder);

    private static string Pack(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Fastest))
        {
            deflate.Write(bytes);
        }

        return Convert.ToBase64String(packed.ToArray()).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }
}
