using HtcFlow.Runner.Tests.Ship;
using HtcFlow.Runner.Watch;
using HtcFlow.Testing;

namespace HtcFlow.Runner.Tests.Watch;

public sealed class DirectoryWatchTests : IDisposable
{
    private readonly TempDirectory _scratch = new();
    private readonly DirectoryWatch _watch = new();
    private readonly HashSet<string> _directories = new(StringComparer.Ordinal);

    public DirectoryWatchTests()
    {
        Assert.SkipWhen(_watch.IsBlind, "this machine has no inotify instance left");
        _watch.Turn(_scratch.Root);
        _watch.Add("");
    }

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Read_FileWritten_NamesIt()
    {
        _scratch.Write("a.dat", "x");

        var names = new HashSet<string>();
        Assert.False(_watch.Read(names, _directories));
        Assert.Equal(["a.dat"], names);
    }

    [Fact]
    public void Read_FileLinkedIn_NamesIt()
    {
        using var elsewhere = new TempDirectory();
        string source = elsewhere.Write("b", "x");

        Programs.Run("ln", source, _scratch.At("b.dat"));

        var names = new HashSet<string>();
        _watch.Read(names, _directories);
        Assert.Contains("b.dat", names);
    }

    [Fact]
    public void Read_DirectoryMade_AsksForALookIntoIt()
    {
        Field.AwaitClose(_scratch.Write("sub/c.dat", "x"));

        Assert.False(_watch.Read([], _directories));
        Assert.Equal(["sub"], _directories);
        Scanner.Scan(_scratch.Root, [], "sub", _watch.Add);
        _scratch.Write("sub/d.dat", "x");
        var names = new HashSet<string>();
        _watch.Read(names, _directories);
        Assert.Equal(["sub/d.dat"], names);
    }

    [Fact]
    public void Read_DirectoryRenamed_NamesItsFilesByTheNewName()
    {
        Directory.CreateDirectory(_scratch.At("old", "inner"));
        _watch.Read([], _directories);
        Scanner.Scan(_scratch.Root, [], "old", _watch.Add);
        Directory.Move(_scratch.At("old"), _scratch.At("new"));

        _directories.Clear();
        _watch.Read([], _directories);
        Assert.Equal(["new"], _directories);
        Scanner.Scan(_scratch.Root, [], "new", _watch.Add);
        _scratch.Write("new/inner/a.dat", "x");
        var names = new HashSet<string>();
        _watch.Read(names, _directories);
        Assert.Equal(["new/inner/a.dat"], names);
    }

    [Fact]
    public void Read_QueueRunsOver_AsksForALookAtEverything()
    {
        // 16,384 events are kept; each file makes two.
        for (int i = 0; i < 9_000; i++)
        {
            File.WriteAllBytes(_scratch.At("f" + i), []);
        }

        var names = new HashSet<string>();
        Assert.True(_watch.Read(names, _directories));
        Assert.True(names.Count < 9_000);
        Assert.Equal(9_000, Scanner.Scan(_scratch.Root).Count);
    }

    [Fact]
    public void Turn_AnotherDirectory_ForgetsTheLast()
    {
        using var other = new TempDirectory();
        _watch.Turn(other.Root);
        _watch.Add("");

        _scratch.Write("late.dat", "x");

        var names = new HashSet<string>();
        Assert.False(_watch.Read(names, _directories));
        Assert.Empty(names);
    }

    [Fact]
    public void IsBlind_WithoutInstance_IsTrueAndReadingIsHarmless()
    {
        var blind = new DirectoryWatch(disabled: true);
        blind.Turn(_scratch.Root);
        blind.Add("");

        Assert.True(blind.IsBlind);
        Assert.False(blind.Read([], []));
    }
}
