using System.Text;
using FsCheck;
using FsCheck.Fluent;
using HtcFlow.Runner.Spot;

namespace HtcFlow.Runner.Tests.Spot;

public sealed class HttpTextTests
{
    private const string Chunked = "HTTP/1.1 200 OK\r\nDate: Sat, 21 Nov 2026 08:00:00 GMT\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n";
    private const string Sized = "HTTP/1.1 404 Not Found\r\ncontent-length: 2\r\n\r\nno";

    [Theory]
    [InlineData(Chunked, 200, "abcde")]
    [InlineData(Sized, 404, "no")]
    public void Read_WholeAnswer_IsUnderstoodAndNoPartOfItIs(string text, int status, string body)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(text);

        MetadataReply? reply = HttpText.Read(bytes, isOver: false);

        Assert.Equal((status, body), (reply!.Value.Status, reply.Value.Body));
        for (int length = 0; length < bytes.Length - (text == Chunked ? 2 : 0); length++)
        {
            Assert.Null(HttpText.Read(bytes.AsSpan(0, length), isOver: false));
        }
    }

    [Fact]
    public void Read_Date_IsTheServices() =>
        Assert.Equal(new DateTimeOffset(2026, 11, 21, 8, 0, 0, TimeSpan.Zero), HttpText.Read(Encoding.ASCII.GetBytes(Chunked), false)!.Value.Date);

    [Fact]
    public void Read_NoLength_EndsWithTheConnection()
    {
        byte[] bytes = "HTTP/1.0 200 OK\r\n\r\nall"u8.ToArray();

        Assert.Null(HttpText.Read(bytes, isOver: false));
        Assert.Equal("all", HttpText.Read(bytes, isOver: true)!.Value.Body);
        Assert.True(HttpText.IsLast(bytes));
    }

    [Fact]
    public void Read_Noise_IsAnAnswerOrAFormatException() =>
        Prop.ForAll(Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf().ToArbitrary(), noise =>
        {
            try
            {
                HttpText.Read([.. "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"u8, .. noise], isOver: false);
                HttpText.Read([.. noise, .. "\r\n\r\n"u8], isOver: true);
            }
            catch (FormatException)
            {
                // What is no HTTP is told as that.
            }
        }).QuickCheckThrowOnFailure();
}
