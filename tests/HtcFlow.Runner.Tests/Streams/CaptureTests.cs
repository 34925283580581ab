using System.Text;
using HtcFlow.Runner.Streams;
using HtcFlow.Testing;

namespace HtcFlow.Runner.Tests.Streams;

public sealed class CaptureTests : IDisposable
{
    private readonly TempDirectory _root = new();

    public void Dispose() => _root.Dispose();

    [Theory]
    [InlineData(10, "0123456789", "0123456789")]
    [InlineData(10, "0123456789a", "01234\n[htcflow: 1 bytes in the middle were left out]\n6789a")]
    [InlineData(4, "0123456789abcdefghi", "01\n[htcflow: 15 bytes in the middle were left out]\nhi")]
    [InlineData(5, "0123456789", "012\n[htcflow: 5 bytes in the middle were left out]\n89")]
    [InlineData(1, "0123", "0\n[htcflow: 3 bytes in the middle were left out]\n")]
    public void Finish_MoreThanTheLimit_KeepsBothEndsAndSaysWhatIsMissing(long limit, string printed, string kept)
    {
        for (int piece = 1; piece <= printed.Length; piece++)
        {
            Assert.Equal(kept, Keep(limit, printed, piece));
        }
    }

    [Fact]
    public void Begin_NextCommand_StartsAfresh()
    {
        var capture = new Capture(4);
        Take(capture, "one", "abcdefgh", 3);
        capture.Finish();

        Take(capture, "two", "xyz", 3);
        capture.Finish();

        Assert.Equal("xyz", File.ReadAllText(_root.At("two")));
    }

    [Theory]
    [InlineData(0, "text")]
    [InlineData(10, "")]
    public void Finish_NothingToKeep_MakesNoFile(long limit, string printed)
    {
        var capture = new Capture(limit);
        Take(capture, "log", printed, 2);
        capture.Finish();

        Assert.False(File.Exists(_root.At("log")));
    }

    [Fact]
    public void Append_NoFileCanBeMade_GoesOn()
    {
        var capture = new Capture(10);
        Take(capture, "no/such/directory", "text", 2);
        capture.Finish();

        Assert.Empty(_root.Files());
    }

    private string Keep(long limit, string printed, int piece)
    {
        var capture = new Capture(limit);
        Take(capture, "log", printed, piece);
        capture.Finish();
        return File.ReadAllText(_root.At("log"));
    }

    private void Take(Capture capture, string name, string printed, int piece)
    {
        capture.Begin(_root.At(name));
        byte[] bytes = Encoding.ASCII.GetBytes(printed);
        for (int at = 0; at < bytes.Length; at += piece)
        {
            capture.Append(bytes.AsSpan(at, Math.Min(piece, bytes.Length - at)));
        }
    }
}
