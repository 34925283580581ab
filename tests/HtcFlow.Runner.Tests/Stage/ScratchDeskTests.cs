using HtcFlow.Runner.Stage;
using HtcFlow.Testing;

namespace HtcFlow.Runner.Tests.Stage;

public sealed class ScratchDeskTests : IDisposable
{
    private readonly TempDirectory _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public void Take_AfterACleanTask_RenamesTheDirectory()
    {
        using var desk = new ScratchDesk(_root.Root);
        desk.Take("one").Dispose();

        using Scratch second = desk.Take("two");

        Assert.Equal(["two"], Directory.GetFileSystemEntries(_root.Root).Select(Path.GetFileName));
        Assert.True(Directory.Exists(_root.At("two/.htcflow")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(second.Directory));
    }

    [Theory]
    [InlineData("left.txt")]
    [InlineData(".hidden")]
    [InlineData(".htcflow/extra")]
    [InlineData("deep/er/file")]
    public void Take_AfterATaskThatLeftSomething_IsEmpty(string leftover)
    {
        using var desk = new ScratchDesk(_root.Root);
        using (Scratch first = desk.Take("one"))
        {
            _root.Write("one/" + leftover, "x");
        }

        using Scratch second = desk.Take("two");

        Assert.Empty(_root.Files());
    }

    [Fact]
    public void Take_AfterATaskThatPrinted_HasNoOldLog()
    {
        using var desk = new ScratchDesk(_root.Root);
        using (Scratch first = desk.Take("one"))
        {
            _root.Write("one/.htcflow/stdout", "text");
        }

        using Scratch second = desk.Take("two");

        Assert.Empty(_root.Files());
    }

    [Fact]
    public void Dispose_Spare_LeavesNothing()
    {
        using (var desk = new ScratchDesk(_root.Root))
        {
            using Scratch scratch = desk.Take("one");
        }

        Assert.Empty(Directory.GetFileSystemEntries(_root.Root));
    }

    [Fact]
    public void Clear_LeftoversOfTheDead_AreRemovedAndTheLivingStay()
    {
        using var desk = new ScratchDesk(_root.Root);
        using Scratch own = desk.Take("camp.sim.0.a1." + Environment.ProcessId);
        _root.Write("camp.sim.1.a1.4194305/sub/file", "x"); // one above the kernel's largest process id
        _root.Write("unrelated/file", "x");

        Leftovers.Clear(_root.Root);

        Assert.Equal(["unrelated/file"], _root.Files());
        Assert.True(Directory.Exists(own.Directory));
    }
}
