using HtcFlow.Core.Facts;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Planning;
using HtcFlow.Core.Planning.Hosts;
using HtcFlow.Core.Ports;
using HtcFlow.Core.State;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Tests.Stories;
using HtcFlow.Core.Wire;

namespace HtcFlow.Core.Tests.Planning.Hosts;

public sealed class HostWitnessTests
{
    private readonly Story _story = new(Make.Campaign(Make.Stage("a", 8) with { Pack = 2 }));

    public HostWitnessTests() => _story.PlanAndSubmit();

    private ArrayState Array => _story.State.ArrayOf(new ArrayId(1));

    [Theory]
    [InlineData(Outcome.Succeeded, 0, HostSign.Good)]
    [InlineData(Outcome.Slow, 75, HostSign.Suspect)]
    [InlineData(Outcome.Failed, 1, HostSign.Failed)]
    [InlineData(Outcome.Failed, 69, HostSign.Suspect)]
    [InlineData(Outcome.Preempted, 75, HostSign.None)]
    public void Read_Key_SaysWhatItsEndMeansForItsHost(Outcome outcome, int exit, HostSign sign) =>
        Assert.Equal([new HostEnd("n1", 0, 2, sign) { Wall = TimeSpan.FromMilliseconds(5) }], Read([], new LedgerKey(3, 1, outcome, exit, 5, "m") { Host = "n1" }));

    [Fact]
    public void Read_KeysThatTellNothingNew_AreNoEvidence()
    {
        LedgerKey key = new(3, 1, Outcome.Slow, 75, 5, "m") { Host = "n1" };
        Assert.Single(Read([], key));
        _story.End(1, Outcome.Slow, 3);

        Assert.Empty(Read([], key));
        Assert.Empty(Read([], new LedgerKey(2, 1, Outcome.Succeeded, 0, 5, "m")));
    }

    [Theory]
    [InlineData(127, HostSign.Suspect)]
    [InlineData(137, HostSign.None)]
    public void Read_ElementWithoutKeys_IsOfTheHostThatTheBackendNames(int exit, HostSign sign)
    {
        var ends = new ElementEnd[] { new(1, exit, "gone", "n2") };

        Assert.Equal([new HostEnd("n2", 0, 2, sign)], Read(ends));
    }

    [Fact]
    public void Read_StoppedAttempt_IsHeldAgainstItsHost()
    {
        _story.Tell(new Fact.AttemptsStopped(new ArrayId(1), IndexSet.Range(3, 1)));

        Assert.Equal(
            [new HostEnd("n1", 0, 2, HostSign.Suspect) { Wall = TimeSpan.FromMilliseconds(5) }], Read([], new LedgerKey(3, 1, Outcome.Preempted, 75, 5, "m") { Host = "n1" }));
    }

    private IReadOnlyList<HostEnd> Read(ElementEnd[] abnormal, params LedgerKey[] keys)
    {
        var status = new ArrayStatus
        {
            Handle = Array.Handle,
            IsKnown = true,
            Ended = IndexSet.Of(abnormal.Select(a => (long)a.Element)),
            Abnormal = abnormal,
        };
        return
        [
            .. ObservationReader.Read(_story.State, Array, status, keys).OfType<Fact.AttemptsEnded>()
                .SelectMany(ended => HostWitness.Read(Array, ended, status, keys)),
        ];
    }
}
