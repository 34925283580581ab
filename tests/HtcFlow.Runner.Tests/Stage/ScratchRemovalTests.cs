using HtcFlow.Runner.Stage;
using HtcFlow.Testing;

namespace HtcFlow.Runner.Tests.Stage;

public sealed class ScratchRemovalTests
{
    [Fact]
    public void Remove_NastyTree_IsGoneAndLinkTargetsStay()
    {
        using var outside = new TempDirectory();
        outside.Write("precious", "x");
        using var scratch = new TempDirectory();
        Directory.CreateSymbolicLink(scratch.At("link"), outside.Root);
        Programs.Run(
            "sh",
            "-c",
            "cd \"$1\"; mkdir -p a/b/c; touch a/b/c/f \"$(printf 'x\\377')\" 'new\nline'; mkfifo p; mkdir closed; touch closed/f; chmod 0 closed; chmod 500 a/b",
            "sh",
            scratch.Root);

        ScratchRemoval.Remove(scratch.Root);

        Assert.False(Directory.Exists(scratch.Root));
        Assert.Equal(["precious"], outside.Files());
    }

    [Fact]
    public void Remove_ManyFiles_IsGone()
    {
        using var scratch = new TempDirectory();
        for (int i = 0; i < 3_000; i++)
        {
            File.WriteAllBytes(scratch.At("a-rather-long-file-name-" + i), []);
        }

        ScratchRemoval.Remove(scratch.Root);

        Assert.False(Directory.Exists(scratch.Root));
    }

    [Fact]
    public void Remove_Nothing_IsFine() => ScratchRemoval.Remove("/nonexistent/scratch");
}
