using HtcFlow.Backends.Simulated.Metering;
using HtcFlow.Backends.Simulated.World;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Backends.Tests.Simulated.Cloud;

/// <summary>The service in front of the cloud: its calls, and each of its faults.</summary>
public sealed class ServiceTests
{
    private static readonly TimeSpan s_step = TimeSpan.FromSeconds(10);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Submit_LostCall_TakesEffectOnlyWhenTheReplyIsLost(bool isReply)
    {
        TrialCloud trial = With(isReply ? new ServiceModel { LostReplies = 1 } : new ServiceModel { LostRequests = 1 });
        FaultException fault = await Assert.ThrowsAsync<FaultException>(() => trial.SubmitAsync(TrialCloud.Ask(1, 0, 4)));
        trial.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(FaultKind.Transient, fault.Kind);
        Assert.Equal(isReply ? 4 : 0, (await trial.KeysAsync(1)).Count);
    }

    [Fact]
    public async Task Call_Throttled_SaysWhenToComeBack()
    {
        TrialCloud trial = With(new ServiceModel { ThrottledShare = 1 });
        FaultException fault = await Assert.ThrowsAsync<FaultException>(() => trial.SubmitAsync(TrialCloud.Ask(1, 0, 4)));
        Assert.Equal(FaultKind.Throttled, fault.Kind);
        Assert.True(fault.RetryAfter > TimeSpan.Zero);
    }

    [Fact]
    public async Task Call_Faults_ComeAsOftenAsTheirShares()
    {
        TrialCloud trial = With(new ServiceModel { LostRequests = 0.1, LostReplies = 0.1, ThrottledShare = 0.2 });
        var kinds = new List<FaultKind>();
        for (int call = 0; call < 1000; call++)
        {
            try
            {
                await trial.Backend.FindAsync([], Token);
                kinds.Add(FaultKind.None);
            }
            catch (FaultException fault)
            {
                kinds.Add(fault.Kind);
            }
        }

        // 200 of each are expected, with a deviation of 13.
        Assert.InRange(kinds.Count(static k => k == FaultKind.Transient), 140, 260);
        Assert.InRange(kinds.Count(static k => k == FaultKind.Throttled), 140, 260);
    }

    [Fact]
    public async Task Outage_WhileItLasts_NoCallGetsThroughAndWorkGoesOn()
    {
        TrialCloud trial = With(new ServiceModel { Outages = [(TimeSpan.FromMinutes(1), TimeSpan.FromHours(1))] });
        JobHandle handle = await trial.SubmitAsync(TrialCloud.Ask(1, 0, 4));
        trial.Clock.Advance(TimeSpan.FromMinutes(1));
        await Assert.ThrowsAsync<FaultException>(() => trial.Backend.StatusAsync(handle));
        trial.Clock.Advance(TimeSpan.FromMinutes(59));
        await Assert.ThrowsAsync<FaultException>(() => trial.Backend.StatusAsync(handle));
        trial.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(4, (await trial.Backend.StatusAsync(handle)).Ended.Count);
    }

    [Fact]
    public async Task Status_Stale_IsAnOlderOneAndNeverTooOld()
    {
        TrialCloud trial = With(new ServiceModel { StaleShare = 0.5, StaleFor = TimeSpan.FromSeconds(60) });
        JobHandle handle = await trial.SubmitAsync(TrialCloud.Ask(1, 0, 2000));
        int back = 0;
        long most = 0;
        long first = 0;
        for (int look = 0; look < 600; look++)
        {
            trial.Clock.Advance(TimeSpan.FromSeconds(20));
            long ended = (await trial.Backend.StatusAsync(handle)).EndedCount;
            back += ended < most ? 1 : 0;
            most = Math.Max(most, ended);
            first = ended == 2000 && first == 0 ? look : first;
        }

        Assert.InRange(back, 5, 595);
        Assert.InRange(first, 1, 599);
        Assert.Equal(2000, most);
    }

    [Fact]
    public async Task Find_YoungArray_MayBeMissedAndIsAdoptedWhenSentAgain()
    {
        TrialCloud trial = With(new ServiceModel { StaleShare = 1, StaleFor = TimeSpan.FromSeconds(60) });
        JobHandle handle = await trial.SubmitAsync(TrialCloud.Ask(1, 0, 4));
        Assert.Empty(await trial.Backend.FindAsync([handle.Name], Token));
        Assert.Equal(handle, await trial.SubmitAsync(TrialCloud.Ask(1, 0, 4)));
        trial.Clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal([handle], await trial.Backend.FindAsync([handle.Name], Token));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.01, 45)]
    public void Capabilities_SearchesThatMayMiss_SayForHowLong(double share, int seconds)
    {
        TrialCloud trial = With(new ServiceModel { StaleShare = share, StaleFor = TimeSpan.FromSeconds(45) });
        Assert.Equal(TimeSpan.FromSeconds(seconds), trial.Backend.Capabilities.SearchLag);
    }

    [Fact]
    public async Task Observe_Partial_MissesSomeOfSeveral()
    {
        TrialCloud trial = With(new ServiceModel { PartialShare = 1 });
        var handles = new List<JobHandle>();
        for (int a = 1; a <= 100; a++)
        {
            handles.Add(await trial.SubmitAsync(TrialCloud.Ask(a, a, 1)));
        }

        IReadOnlyList<ArrayStatus> statuses = await trial.Backend.ObserveAsync(handles, Token);
        Assert.Equal(handles, statuses.Select(static s => s.Handle));
        Assert.InRange(statuses.Count(static s => !s.IsKnown), 10, 45);
    }

    [Fact]
    public async Task Memory_EndedArray_IsForgottenAfterwards()
    {
        TrialCloud trial = With(new ServiceModel { Memory = TimeSpan.FromHours(1) });
        JobHandle handle = await trial.SubmitAsync(TrialCloud.Ask(1, 0, 4));
        await trial.UntilEndedAsync(handle, 4, s_step);
        trial.Clock.Advance(TimeSpan.FromMinutes(59));
        Assert.True((await trial.Backend.StatusAsync(handle)).IsKnown);
        trial.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.False((await trial.Backend.StatusAsync(handle)).IsKnown);
        Assert.Equal(4, (await trial.KeysAsync(1)).Count);
    }

    [Fact]
    public async Task JobIds_Wrap_AndNamesStayApart()
    {
        TrialCloud trial = With(new ServiceModel { JobIds = 2 });
        JobHandle first = await trial.SubmitAsync(TrialCloud.Ask(1, 0, 1));
        await trial.SubmitAsync(TrialCloud.Ask(2, 1, 1));
        JobHandle third = await trial.SubmitAsync(TrialCloud.Ask(3, 2, 1));
        Assert.Equal(first.BackendId, third.BackendId);
        Assert.Equal([first, third], await trial.Backend.FindAsync([first.Name, third.Name], Token));
    }

    [Fact]
    public async Task Keys_Late_AreThereBeforeTheirElementHasEnded()
    {
        TrialCloud trial = With(new ServiceModel { KeyDelay = TimeSpan.FromMinutes(2) });
        JobHandle handle = await trial.SubmitAsync(TrialCloud.Ask(1, 0, 200, pack: 2));
        bool hasSeenNone = false;
        for (ArrayStatus status = await trial.Backend.StatusAsync(handle); status.Ended.Count < 100; status = await trial.Backend.StatusAsync(handle))
        {
            int keys = (await trial.KeysAsync(1)).Count;
            Assert.True(keys >= 2 * status.EndedCount);
            hasSeenNone |= keys < trial.Reading.Keys;
            trial.Clock.Advance(s_step);
        }

        Assert.True(hasSeenNone);
        Assert.Equal(200, (await trial.KeysAsync(1)).Count);
    }

    [Fact]
    public async Task Keys_Lost_LeaveAcceptedResultsWithoutAKey()
    {
        TrialCloud trial = With(new ServiceModel { LostKeys = 0.2 });
        await trial.UntilEndedAsync(await trial.SubmitAsync(TrialCloud.Ask(1, 0, 1000)), 1000, s_step);
        Assert.InRange((await trial.KeysAsync(1)).Count, 740, 860);
        Assert.Equal(1000, trial.Reading.Accepted);
    }

    [Fact]
    public async Task Calls_AreCountedByTheRulesOfTheService()
    {
        TrialCloud trial = With(new ServiceModel { Latency = TimeSpan.FromMilliseconds(50), CallsPerSecond = 50 }, failures: 1);
        var handles = new List<JobHandle>();
        for (int a = 1; a <= 101; a++)
        {
            handles.Add(await trial.SubmitAsync(TrialCloud.Ask(a, a * 250, a == 1 ? 250 : 1)));
        }

        Assert.Equal(TimeSpan.FromMilliseconds(70), trial.Backend.LastCallTook);
        await trial.Backend.ObserveAsync(handles, Token);
        Assert.Equal(TimeSpan.FromMilliseconds(90), trial.Backend.LastCallTook);
        trial.Clock.Advance(TimeSpan.FromHours(2));
        await trial.Backend.ObserveAsync(handles, Token);
        await trial.Backend.ObserveAsync(handles, Token);
        await trial.Backend.FindAsync([handles[0].Name, handles[1].Name], Token);
        IReadOnlyDictionary<CallKind, long> calls = trial.Reading.Calls;

        // 101 arrays need two descriptions each time; 250 failed children fill three pages, the others one each, and are listed once.
        Assert.Equal(
            (101, 6, 103, 2, 0),
            (calls[CallKind.Submit], calls[CallKind.Describe], calls[CallKind.ListChildren], calls[CallKind.FindByName], calls[CallKind.Terminate]));
    }

    [Fact]
    public async Task Cancel_RunningAndQueued_StopsThemAtACallAnElement()
    {
        TrialCloud trial = new(TrialCloud.Calm(workSeconds: 36_000, machines: 2));
        JobHandle handle = await trial.SubmitAsync(TrialCloud.Ask(1, 0, 10));
        trial.Clock.Advance(TimeSpan.FromMinutes(10));
        await trial.Backend.CancelAsync(handle, IndexSet.Parse("0,9"), Token);
        Assert.Equal(2, trial.Reading.Calls[CallKind.Terminate]);
        await trial.Backend.CancelAsync(handle, IndexSet.Range(0, 10), Token);
        ArrayStatus status = await trial.Backend.StatusAsync(handle);
        Assert.Equal(3, trial.Reading.Calls[CallKind.Terminate]);
        Assert.Equal(10, status.Ended.Count);

        // Element 4 took the place of element 0 a moment ago, and had no runner yet that could leave a key.
        Assert.Equal([0, 1, 2, 3], (await trial.KeysAsync(1)).Select(static k => k.Index));
        Assert.Equal(5, status.Abnormal.Count(static e => e.Exit == 75));
        Assert.Equal(5, status.Abnormal.Count(static e => e.Exit == -1));
    }

    private static TrialCloud With(ServiceModel service, double failures = 0)
    {
        WorldSpec calm = TrialCloud.Calm();
        return new TrialCloud(calm with { Service = service, OtherTasks = calm.OtherTasks with { FailureProbability = failures } });
    }
}
