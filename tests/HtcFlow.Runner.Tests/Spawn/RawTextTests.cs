using System.Text;
using HtcFlow.Runner.Spawn;

namespace HtcFlow.Runner.Tests.Spawn;

public sealed class RawTextTests
{
    [Fact]
    public void Encode_AnyBytes_ComeBackUnchanged()
    {
        var dice = new Random(1);
        for (int round = 0; round < 10_000; round++)
        {
            byte[] bytes = new byte[dice.Next(12)];
            for (int b = 0; b < bytes.Length; b++)
            {
                // Lead bytes of every length, continuation bytes, and ASCII are all likely to meet.
                bytes[b] = (byte)(dice.Next(2) == 0 ? dice.Next(256) : 0x80 + dice.Next(0x40));
            }

            Assert.Equal(bytes, RoundTrip(bytes));
        }
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("grün, 雪, 🙂")]
    [InlineData("")]
    public void Decode_Utf8_IsTheUsualText(string text) => Assert.Equal(text, RawText.Decode(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void WithTerminator_BrokenBytes_AreKept()
    {
        string text = RawText.Decode([(byte)'a', 0xFF, 0xC3, (byte)'b', 0xF0, 0x9F]);

        Assert.Equal([(byte)'a', 0xFF, 0xC3, (byte)'b', 0xF0, 0x9F, 0], RawText.WithTerminator(text));
        Assert.Equal("a??b??", RawText.Printable(text));
    }

    private static byte[] RoundTrip(byte[] bytes) => RawText.WithTerminator(RawText.Decode(bytes))[..^1];
}
