using HtcFlow.Runner.Stage;
using HtcFlow.Runner.Watch;
using HtcFlow.Testing;

namespace HtcFlow.Runner.Tests.Watch;

public sealed class ScannerTests : IDisposable
{
    private readonly TempDirectory _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Scan_NestedDirectories_ListsFilesAndTellsDirectoriesFirst()
    {
        _scratch.Write("a", "");
        _scratch.Write("d/e/f", "");
        _scratch.Write(".htcflow/stdout", "");
        var directories = new List<string>();

        string[] names = [.. Scanner.Scan(_scratch.Root, directories.Add).Select(f => f.Name).Order(StringComparer.Ordinal)];

        Assert.Equal(["a", "d/e/f"], names);
        Assert.Equal(["", "d", "d/e"], directories);
    }

    [Fact]
    public void Scan_SymbolicLinkLoop_IsNotFollowed()
    {
        Directory.CreateSymbolicLink(_scratch.At("loop"), _scratch.Root);

        ScannedFile file = Assert.Single(Scanner.Scan(_scratch.Root));

        Assert.True(file.Status.IsLink);
    }

    [Fact]
    public void Scan_NameWithNewline_IsKept()
    {
        _scratch.Write("a\nb", "");

        Assert.Equal("a\nb", Assert.Single(Scanner.Scan(_scratch.Root)).Name);
    }

    [Fact]
    public void Scan_NameThatIsNotUtf8_IsListedWithoutStatus()
    {
        Programs.Run("sh", "-c", "touch \"$1/$(printf 'x\\377y')\"", "sh", _scratch.Root);

        ScannedFile file = Assert.Single(Scanner.Scan(_scratch.Root));

        Assert.Equal(default, file.Status);
        Assert.Contains('\uFFFD', file.Name);
        ScratchRemoval.Remove(_scratch.Root);
        Assert.False(Directory.Exists(_scratch.Root));
    }
}
