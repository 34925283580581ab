using System.Text;
using HtcFlow.Backends.Commands;
using HtcFlow.Backends.GridEngine;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Testing;

namespace HtcFlow.Backends.Tests.GridEngine;

/// <summary>What survives a crash: the book of arrays, and the place in the accounting file.</summary>
public sealed class ArrayBookTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Open_AfterACrash_KnowsWhatWasWritten()
    {
        using (ArrayBook book = ArrayBook.Open(_directory.At("spool")))
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
        using (ArrayBook book = ArrayBook.Open(_directory.At("spool")))
        {
            Assert.Equal(
                [("a", 5, 100L, "7"), ("b", 6, 200L, "")],
                book.Arrays.Select(static a => (a.Name.Value, a.Elements, a.Offset, a.Job)).Order());
            Assert.Equal(["slow"], book.Disabled);
            book.OnSubmitted(book.Find(new JobName("b"))!, "10");
        }

        using ArrayBook last = ArrayBook.Open(_directory.At("spool"));
        Assert.Equal("10", last.Find(new JobName("b"))!.Job);
    }

    [Fact]
    public void Open_Twice_IsRefused()
    {
        using ArrayBook book = ArrayBook.Open(_directory.At("spool"));
        Assert.Equal(FaultKind.Broken, Assert.Throws<FaultException>(() => ArrayBook.Open(_directory.At("spool"))).Kind);
    }

    [Fact]
    public async Task Tail_FileGrowsAndIsTurnedOver_GivesEachWholeLineOnce()
    {
        string path = _directory.At("accounting");
        var tail = new AccountingTail(
            new LocalCommands(new Dictionary<string, string>(), TimeSpan.FromSeconds(30), TimeProvider.System), path, 0);
        Assert.Empty(await tail.ReadAsync(IsOurs, Token));
        Assert.True(tail.IsReadable);
        await File.AppendAllTextAsync(path, "# Version\n" + Line("a", 1) + Line("others", 1) + Line("a", 2)[..20], Token);
        Assert.Equal([0], await ElementsAsync());
        Assert.Empty(await ElementsAsync());
        await File.AppendAllTextAsync(path, Line("a", 2)[20..] + Line("a", 3), Token);
        Assert.Equal([1, 2], await ElementsAsync());
        await File.WriteAllTextAsync(path, Line("a", 4), Token);
        Assert.Equal([3], await ElementsAsync());
        var many = new StringBuilder();
        for (int task = 1; task <= 20_000; task++)
        {
            many.Append(Line("a", task));
        }

        await File.AppendAllTextAsync(path, many.ToString(), Token);
        Assert.Equal(Enumerable.Range(0, 20_000), await ElementsAsync());

        async Task<IEnumerable<int>> ElementsAsync() => (await tail.ReadAsync(IsOurs, Token)).Select(static record => record.Element);
        static bool IsOurs(string job, string name) => name == "a";
    }

    [Fact]
    public async Task Tail_NoDirectory_IsNotReadable()
    {
        var tail = new AccountingTail(
            new LocalCommands(new Dictionary<string, string>(), TimeSpan.FromSeconds(30), TimeProvider.System), _directory.At("no", "accounting"), 0);
        Assert.Empty(await tail.ReadAsync(static (_, _) => true, Token));
        Assert.False(tail.IsReadable);
    }

    private static string Line(string name, int task) =>
        $"all.q:vm:g:me:{name}:7:sge:0:1:1:1:0:0:0:0.0:0.0:4700.0:0:0:0:0:583:0:0:0.0:16:0:0:0:4:4:NONE:defaultdepartment:NONE:1:{task}:0.0:0.0\n";
}
