namespace HtcFlow.Acceptance.Worlds;

/// <summary>Homes, stores, runners and journals that are not as they should be: one message, what to do, and the right exit code.</summary>
public sealed class BadWorldTests
{
    [Fact]
    public void Submit_WithoutARunner_SaysWhereItLooked()
    {
        using var run = new SmallRun();
        run.Set("HTCFLOW_RUNNER", "/nowhere");
        Assert.Contains("HTCFLOW_RUNNER", run.Submit(3), StringComparison.Ordinal);
        Assert.False(File.Exists(run.Journal));
    }

    [Fact]
    public void Submit_ToAStoreBelowAFile_IsRefusedAndLeavesNoCampaign()
    {
        using var run = new SmallRun();
        string file = run.Write("file", "");
        Assert.Contains("is a file", run.Submit(2, "--set", "store=" + file), StringComparison.Ordinal);
        Assert.Contains("file", run.Submit(3, "--set", "store=" + file + "/below"), StringComparison.Ordinal);
        run.Expect(2, "status", "c");
        run.Submit();
    }

    [Fact]
    public void Commands_WithAHomeBelowAFile_Fail()
    {
        using var run = new SmallRun();
        run.Set("HTCFLOW_HOME", run.Write("file", "") + "/home");
        run.Submit(3);
        run.Expect(2, "status", "c");
        run.Expect(0, "status");
    }

    [Fact]
    public void Submit_OfANameThatIsTaken_NamesTheOwner()
    {
        using var run = new SmallRun();
        run.Submit();
        Assert.Contains("already", run.Submit(2), StringComparison.Ordinal);
        run.Set("HTCFLOW_HOME", run.At("other"));
        Assert.Contains("belongs to a campaign submitted from", run.Submit(2), StringComparison.Ordinal);
        Assert.Equal("succeeded", OnlyState(run, run.At("home")));
    }

    [Fact]
    public void Engine_WhoseStoreVanishesForAWhile_GoesOnWhenItIsBack()
    {
        // The second task ends when the store is gone: that is when the engine looks for its result.
        using var run = new SmallRun(
            "stages: {one: {sweep: {n: 1..2}, inputs: [task.sh], command: [/bin/sh, task.sh, \"${n}\"]}}\n",
            "while [ $1 = 2 ] && ! [ -e $GATE ]; do sleep 0.05; done\n");
        run.Submit(0, "--detach", "--set", "stages.one.environment.GATE=" + run.At("gate"));
        SmallRun.WaitFor("a first result", () => run.Status().GetProperty("succeeded").GetInt64() > 0);
        Directory.Move(run.At("store"), run.At("elsewhere"));
        run.Write("store", "");
        run.Write("gate", "");
        SmallRun.WaitFor("a word about it", () => File.ReadAllText(run.At("home/campaigns/c/engine.log")).Contains("where a directory is needed", StringComparison.Ordinal));
        File.Delete(run.At("store"));
        Directory.Move(run.At("elsewhere"), run.At("store"));
        run.Expect(0, "watch", "c");
    }

    [Fact]
    public void Engine_WhoseHomeIsRemoved_EndsInsteadOfWorkingForNobody()
    {
        using var run = new SmallRun(
            "stages: {one: {sweep: {n: 1..4}, inputs: [task.sh], command: [/bin/sh, task.sh, \"${n}\"]}}\n",
            "while [ $1 = 4 ] && ! [ -e $GATE ]; do sleep 0.05; done\n");
        ProgramRun engine = run.Start("submit", run.File, "--set", "stages.one.environment.GATE=" + run.At("gate"));
        SmallRun.WaitFor("a first result", () => run.Keys("l").Count > 0);
        Directory.Move(run.At("home/campaigns/c"), run.At("elsewhere"));
        Assert.Equal(3, engine.Wait(TimeSpan.FromMinutes(1)));
        Assert.Contains("journal", engine.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("status")]
    [InlineData("tasks")]
    [InlineData("resume")]
    [InlineData("cancel")]
    [InlineData("watch")]
    [InlineData("fetch")]
    public void Command_OnADamagedJournal_SaysSo(string verb)
    {
        using var run = new SmallRun();
        run.Submit();
        string[] arguments = verb == "fetch" ? [verb, "c", "--to", run.At("results")] : [verb, "c"];
        byte[] journal = File.ReadAllBytes(run.Journal);

        // A flipped bit somewhere in the last fact, then no database at all.
        byte[] flipped = [.. journal];
        flipped[journal.AsSpan().IndexOf("/bin/true"u8)] ^= 1;
        File.WriteAllBytes(run.Journal, flipped);
        Assert.Contains("entry 1 is damaged", run.Expect(3, arguments), StringComparison.Ordinal);
        File.WriteAllText(run.Journal, new string('x', journal.Length));
        Assert.Contains(run.Journal, run.Expect(3, arguments), StringComparison.Ordinal);
        Assert.Contains("unreadable", run.Expect(0, "status"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("campaign: c\n")]
    [InlineData("stages: {one: {command: []}}\n")]
    [InlineData("stages: {one: {command: [/bin/true], after: one}}\n")]
    [InlineData("stages: {one: {command: [\"${nothing}\"]}}\n")]
    [InlineData("stages: {one: {command: [/bin/true], outputs: [../x]}}\n")]
    [InlineData("stages: {one: {command: [/bin/true], sweep: {n: 9..1}}}\n")]
    [InlineData("stages: {one: {command: [/bin/true], inputs: [none.txt]}}\n")]
    [InlineData("stages: {one: {comand: [/bin/true]}}\n")]
    [InlineData("stages: [\n")]
    [InlineData("\0\u0001")]
    public void Submit_OfABadCampaign_IsRefusedWithLineAndColumn(string stages)
    {
        using var run = new SmallRun(stages);
        Assert.Matches(@"campaign\.yaml:\d+:\d+: error: ", run.Submit(2));
        Assert.False(Directory.Exists(run.At("store")));
        Assert.False(File.Exists(run.Journal));
    }

    private static string OnlyState(SmallRun run, string home)
    {
        run.Set("HTCFLOW_HOME", home);
        return run.States("one").Single();
    }
}
