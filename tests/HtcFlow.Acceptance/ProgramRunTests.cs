namespace HtcFlow.Acceptance;

/// <summary>What a test says of a program that does not end.</summary>
public sealed class ProgramRunTests
{
    [Fact]
    public void Wait_ProgramDoesNotEnd_SaysWhatItPrintedAndWhatStandsAroundIt()
    {
        var run = ProgramRun.Start("/bin/sh", ["-c", "echo first; echo trouble >&2; exec sleep 600"]);
        bool wasAlive = false;
        run.Scene = () =>
        {
            wasAlive = !run.HasEnded;
            return "two jobs wait";
        };
        string message = Assert.Throws<InvalidOperationException>(() => run.Wait(TimeSpan.FromSeconds(5))).Message;
        Assert.Equal("/bin/sh has not ended after 00:00:05.\ntrouble\nfirst\ntwo jobs wait", message);
        Assert.True(wasAlive);
        Assert.True(run.HasEnded);
    }

    [Fact]
    public void Tail_LongText_IsItsLastLines() =>
        Assert.Equal(string.Join('\n', Enumerable.Range(71, 30)), ProgramRun.Tail(string.Join('\n', Enumerable.Range(1, 100)) + "\n"));
}
