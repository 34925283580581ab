using HtcFlow.Backends.Clusters;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Testing;

namespace HtcFlow.Backends.Tests.Clusters;

/// <summary>What survives a crash.</summary>
public sealed class ArrayBookTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Open_AfterACrash_KnowsWhatWasWritten()
    {
        using (ArrayBook book = ArrayBook.Open(_directory.At("spool"), "gridengine"))
        {
            book.OnSubmitted(book.OnAsked(new JobName("a"), 5, 100), "7");
            book.OnAsked(new JobName("b"), 6, 200);
            book.OnSubmitted(book.OnAsked(new JobName("c"), 1, 300), "8");
            book.OnGone(new JobName("c"));
            book.OnSwitched("slow", isDisabled: true);
            book.OnSwitched("quick", isDisabled: true);
            book.OnSwitched("quick", isDisabled: false);
        }

        File.AppendAllText(_directory.At("spool", "gridengine.book"), "job b 9"); // torn: its end is missing
        using (ArrayBook book = ArrayBook.Open(_directory.At("spool"), "gridengine"))
        {
            Assert.Equal(
                [("a", 5, 100L, "7"), ("b", 6, 200L, "")],
                book.Arrays.Select(static a => (a.Name.Value, a.Elements, a.Mark, a.Job)).Order());
            Assert.Equal(["slow"], book.Disabled);
            book.OnSubmitted(book.Find(new JobName("b"))!, "10");
        }

        using ArrayBook last = ArrayBook.Open(_directory.At("spool"), "gridengine");
        Assert.Equal("10", last.Find(new JobName("b"))!.Job);
    }

    [Fact]
    public void Open_Twice_IsRefused()
    {
        using ArrayBook book = ArrayBook.Open(_directory.At("spool"), "gridengine");
        Assert.Equal(FaultKind.Broken, Assert.Throws<FaultException>(() => ArrayBook.Open(_directory.At("spool"), "gridengine")).Kind);
    }
}
