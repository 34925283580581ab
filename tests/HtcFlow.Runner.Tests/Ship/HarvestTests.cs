using HtcFlow.Core.Wire;
using HtcFlow.Runner.Ship;
using HtcFlow.Runner.Stage;
using HtcFlow.Runner.Watch;
using HtcFlow.Testing;

namespace HtcFlow.Runner.Tests.Ship;

/// <summary>Every way in which programs write their files.</summary>
public sealed class HarvestTests : IDisposable
{
    private readonly Field _field = new();

    public void Dispose() => _field.Dispose();

    [Theory]
    [InlineData("plain.dat", "printf x > plain.dat")]
    [InlineData("renamed.dat", "printf x > .tmp; mv .tmp renamed.dat")]
    [InlineData("linked.dat", "printf x > .tmp; ln .tmp linked.dat; rm .tmp")]
    [InlineData("both.dat", "printf x > other; ln other both.dat")]
    [InlineData("empty.dat", ": > empty.dat")]
    [InlineData("deep/er/nested.dat", "mkdir -p deep/er; printf x > deep/er/nested.dat")]
    [InlineData("line\nbreak.dat", "printf x > 'line\nbreak.dat'")]
    [InlineData("inner.dat", "printf x > real; ln -s real inner.dat")]
    [InlineData("appended.dat", "printf x > appended.dat; printf y >> appended.dat; printf z >> appended.dat")]
    public async Task LookAsync_FinishedFile_IsShipped(string name, string script)
    {
        Harvest harvest = await _field.HarvestAsync(["**/*.dat", "*.dat"]);

        Sh(script);
        await LookAsync(harvest);

        Assert.Equal([name], _field.Shelf.Names);
        Assert.Equal(await File.ReadAllTextAsync(_field.Scratch.At(name), Token), await _field.ReadAsync(_field.Keys.Output(name)));
    }

    [Fact]
    public async Task LookAsync_UnnamedFileLinkedIn_IsShipped()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/python3"), "needs python3 to open an unnamed file");
        Harvest harvest = await _field.HarvestAsync(["*.dat"]);

        Programs.Run("/usr/bin/python3", "-c", """
            import ctypes, os, sys
            d = os.open(sys.argv[1], os.O_TMPFILE | os.O_WRONLY, 0o600)
            os.write(d, b"x")
            follow = 0x400
            here = -100
            libc = ctypes.CDLL(None)
            sys.exit(libc.linkat(here, b"/proc/self/fd/%d" % d, here, (sys.argv[1] + "/t.dat").encode(), follow))
            """, _field.Scratch.Root);
        await LookAsync(harvest);

        Assert.Equal(["t.dat"], _field.Shelf.Names);
    }

    [Fact]
    public async Task LookAsync_SparseFile_IsShippedWithItsHoles()
    {
        Harvest harvest = await _field.HarvestAsync(["*.dat"]);

        Sh("truncate -s 50000000 sparse.dat; printf end >> sparse.dat");
        await LookAsync(harvest);

        StoredFile stored = Assert.Single(_field.Shelf.Files);
        Assert.Equal(50_000_003, stored.Bytes);
        Assert.InRange(stored.StoredBytes, 1, 1_000_000);
        byte[] back = await _field.ReadBytesAsync(stored);
        Assert.Equal("end"u8.ToArray(), back[^3..]);
    }

    [Fact]
    public async Task LookAt_DirectoryMovedIn_ShipsWhatLiesInIt()
    {
        Harvest harvest = await _field.HarvestAsync(["**/*.dat"]);
        using var elsewhere = new TempDirectory();
        Field.AwaitClose(elsewhere.Write("run/deep/a.dat", "x"));
        Directory.Move(elsewhere.At("run"), _field.Scratch.At("run"));

        Assert.True(harvest.LookAt([], ["run"]));
        await _field.DrainAsync(harvest);

        Assert.Equal(["run/deep/a.dat"], _field.Shelf.Names);
    }

    [Theory]
    [InlineData("ln -s /etc/passwd out.dat", "symbolic link")]
    [InlineData("ln -s out.dat out.dat", "symbolic link")]
    [InlineData("mkfifo out.dat", "not a regular file")]
    public async Task LookAsync_WhatMayNotBeShipped_IsExplained(string script, string problem)
    {
        Harvest harvest = await _field.HarvestAsync(["*.dat"]);

        Sh(script);
        await LookAsync(harvest, CommandState.Ended);

        Assert.Empty(_field.Shelf.Names);
        Assert.Contains(problem, harvest.Problems["out.dat"]);
    }

    [Fact]
    public async Task LookAsync_NameThatIsNotUtf8_IsExplained()
    {
        Harvest harvest = await _field.HarvestAsync(["*.dat"]);

        Sh("touch \"$(printf 'x\\377.dat')\"");
        await LookAsync(harvest, CommandState.Ended);

        Assert.Contains("UTF-8", Assert.Single(harvest.Problems).Value);
        ScratchRemoval.Remove(_field.Scratch.Root);
    }

    [Fact]
    public async Task LookAsync_FileStillOpen_WaitsForTheLastWriter()
    {
        Harvest harvest = await _field.HarvestAsync(["*.dat"]);
        string path = _field.Write("a.dat", "one");
        Assert.SkipWhen(WriterCheck.Of(path) == WriterState.Unknown, "this file system grants no leases");
        await using (var writer = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite))
        {
            await LookAsync(harvest);
            Assert.Empty(_field.Shelf.Names);
        }

        Field.AwaitClose(path);
        await LookAsync(harvest);
        Assert.Equal(["a.dat"], _field.Shelf.Names);
    }

    [Fact]
    public async Task LookAsync_Inputs_AreNotOutputsUnlessChanged()
    {
        _field.Write("in.dat", "given");
        _field.Write("other.dat", "given");
        Harvest harvest = await _field.HarvestAsync(["*.dat"]);

        _field.Write("other.dat", "made of what was given");
        await LookAsync(harvest);

        Assert.Equal(["other.dat"], _field.Shelf.Names);
    }

    [Fact]
    public async Task LookAsync_ShippedAndQuiet_IsRemovedLocally()
    {
        Harvest harvest = await _field.HarvestAsync(["*.dat"]);
        _field.Write("a.dat", "x");
        await LookAsync(harvest);

        _field.Time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(TimeSpan.FromSeconds(1), await LookAsync(harvest));
        Assert.Equal(["a.dat"], _field.Scratch.Files());

        _field.Time.Advance(TimeSpan.FromSeconds(1));
        await LookAsync(harvest);
        Assert.Empty(_field.Scratch.Files());
        Assert.Equal(["a.dat"], _field.Shelf.Names);
    }

    [Fact]
    public async Task LookAsync_SecondName_IsNeverRemovedLocally()
    {
        Harvest harvest = await _field.HarvestAsync(["*.dat"]);
        Sh("printf x > a.dat; ln a.dat kept");
        await LookAsync(harvest);

        _field.Time.Advance(TimeSpan.FromMinutes(1));
        await LookAsync(harvest);

        Assert.Equal(["a.dat", "kept"], _field.Scratch.Files());
    }

    [Fact]
    public async Task LookAsync_LogThatGrowsAfterShipping_IsShippedAgainAndStays()
    {
        Harvest harvest = await _field.HarvestAsync(["*.log"]);
        Sh("echo one >> run.log");
        await LookAsync(harvest);
        Sh("echo two >> run.log");
        await LookAsync(harvest);

        _field.Time.Advance(TimeSpan.FromMinutes(1));
        await LookAsync(harvest);

        Assert.Equal(["run.log"], _field.Scratch.Files());
        Assert.Equal("one\ntwo\n", await _field.ReadAsync(_field.Shelf.Files[0].Key));
    }

    [Fact]
    public async Task LookAt_ToldOfTheCloseBeforeItIsOver_LooksAgainSoon()
    {
        int asked = 0;
        _field.Writers = _ => ++asked == 1 ? WriterState.Open : WriterState.None;
        Harvest harvest = await _field.HarvestAsync(["a"]);
        _field.Write("a", "closed just now");

        harvest.LookAt(["a"], []);
        Assert.Equal(TimeSpan.FromMilliseconds(2), harvest.Tend());
        _field.Time.Advance(TimeSpan.FromMilliseconds(2));
        harvest.Tend();
        await _field.DrainAsync(harvest);

        Assert.Equal(["a"], _field.Shelf.Names);
    }

    [Fact]
    public async Task LookAtAsync_NamedFile_IsShippedWithoutALookAtEverything()
    {
        Harvest harvest = await _field.HarvestAsync(["*.dat"]);
        _field.Write("a.dat", "x");
        _field.Write("b.dat", "x");

        Assert.True(harvest.LookAt(["a.dat", "gone.dat"], []));
        await _field.DrainAsync(harvest);

        Assert.Equal(["a.dat"], _field.Shelf.Names);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static Task<TimeSpan> LookAsync(Harvest harvest, CommandState state = CommandState.Running) =>
        harvest.LookAsync(null, state, Token);

    private void Sh(string script) => Programs.Run("sh", "-c", "cd \"$1\"; " + script, "sh", _field.Scratch.Root);
}
