using System.IO.Compression;
using System.Text;
using System.Text.Json;
using HtcFlow.Core.Campaigns;
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
        Stage = Make.Stage("write", Make.Sweep(("density", 3), ("seed", 50)), Make.Axes("design", "density")),
        Variables = new Dictionary<string, string> { ["steps"] = "100" },
        Upstreams = new Dictionary<string, UpstreamOrder> { ["design"] = new(Make.Sweep(("density", 3)), 2) },
    };

    [Fact]
    public void Parse_OfFormat_GivesTheOrder() => Assert.Equal(Json(s_order), Json(OrderCodec.Parse(OrderCodec.Format(s_order))));

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
