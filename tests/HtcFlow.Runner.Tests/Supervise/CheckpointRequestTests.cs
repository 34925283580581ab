using HtcFlow.Runner.Supervise;

namespace HtcFlow.Runner.Tests.Supervise;

public sealed class CheckpointRequestTests
{
    [Theory]
    [InlineData("0000000000000200", "0000000000000000", true)] // caught: bit 9 is signal 10
    [InlineData("0000000000000000", "0000000000000200", true)] // blocked: read by sigwait or signalfd
    [InlineData("0000000000000100", "0000000000000400", false)]
    [InlineData("ffffffffffffffff", "0000000000000000", true)]
    public void Listens_MasksOfAProcess_SayWhetherItCatchesOrBlocks(string caught, string blocked, bool expected) =>
        Assert.Equal(expected, CheckpointRequest.Listens($"Name:\tsh\nSigBlk:\t{blocked}\nSigIgn:\t0000000000000200\nSigCgt:\t{caught}\n", Signal.User1));

    [Theory]
    [InlineData("")]
    [InlineData("Name:\tsh\nSigCgt:\t0000000000000200\n")]
    [InlineData("SigBlk:\tno number\nSigCgt:\t0000000000000200\n")]
    public void Listens_NothingTold_IsUnknown(string status) => Assert.Null(CheckpointRequest.Listens(status, Signal.User1));
}
