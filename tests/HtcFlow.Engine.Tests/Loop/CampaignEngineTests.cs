using HtcFlow.Backends.Simulated;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Requests;
using HtcFlow.Core.State;
using HtcFlow.Engine.Journal;
using HtcFlow.Engine.Loop;
using HtcFlow.Engine.Recovery;
using HtcFlow.Engine.Tests.Doubles;
using HtcFlow.Objects.Stores;
using HtcFlow.Testing;

namespace HtcFlow.Engine.Tests.Loop;

/// <summary>The real loop with its real lane, under a clock that the test moves.</summary>
public sealed class CampaignEngineTests : IDisposable
{
    private readonly FakeTimeProvider _machine = new();
    private readonly MemoryJournal _journal = new();
    private readonly CountedStore _store = new(new MemoryStore());
    private readonly CancellationTokenSource _stop = new();
    private readonly ShiftedTime _wall;
    private int _looks;

    public CampaignEngineTests() => _wall = new ShiftedTime(_machine);

    [Fact]
    public async Task RunAsync_WholeCampaign_Ends()
    {
        Begin(Campaigns.WriteReadFigure(seeds: 4));

        Assert.Equal(EngineEnd.Ended, await DriveAsync(Run(Seconds(3))));
        Assert.Equal(16, State().Tally(TaskState.Succeeded));
        Assert.Equal(0, _machine.WaitingTimers);
    }

    [Theory]
    [InlineData(-3_600)]
    [InlineData(3_600)]
    [InlineData(-86_400 * 400)]
    public async Task RunAsync_ClockJumps_GoesOnAsBefore(int seconds)
    {
        Begin(Campaigns.WriteReadFigure());
        DateTimeOffset begin = _machine.GetUtcNow();
        int step = 0;

        EngineEnd end = await DriveAsync(Run(Seconds(10), call => Fail(call, nameof(IBackend.WaitForNewsAsync))), () =>
        {
            if (step++ == 5)
            {
                _wall.Shift = TimeSpan.FromSeconds(seconds);
            }
        });

        Assert.Equal(EngineEnd.Ended, end);
        Assert.InRange(_machine.GetUtcNow() - begin, TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(30));
        Assert.Equal(_journal.Read(0).Select(e => e.At).Order(), _journal.Read(0).Select(e => e.At));
    }

    [Fact]
    public async Task RunAsync_ClockJumpsToAndFro_Ends()
    {
        Begin(Campaigns.WriteReadFigure());
        var dice = new Random(3);

        Assert.Equal(EngineEnd.Ended, await DriveAsync(Run(Seconds(5)), () => _wall.Shift = TimeSpan.FromMinutes(dice.Next(-90, 90))));
    }

    [Fact]
    public async Task RunAsync_StoppedInAnyPhase_StopsAndTheNextEngineGoesOn()
    {
        for (int phase = 0; phase < 40; phase++)
        {
            using var test = new CampaignEngineTests();
            await test.StopAndGoOnAsync(phase);
        }
    }

    [Fact]
    public async Task RunAsync_StopRequested_Stops()
    {
        Begin(Campaigns.Flat(10));
        _journal.Post(new UserRequest(0, RequestKind.Stop, "", ""));

        Assert.Equal(EngineEnd.Stopped, await DriveAsync(Run(Seconds(3))));
        Assert.Empty(_journal.Pending());
    }

    [Fact]
    public async Task RunAsync_StopThatTheDeadEngineLeftAndThenARelease_GoesOn()
    {
        Begin(Campaigns.Flat(10));
        foreach (RequestKind kind in (RequestKind[])[RequestKind.Hold, RequestKind.Stop, RequestKind.Release])
        {
            _journal.Post(new UserRequest(0, kind, "", ""));
        }

        Assert.Equal(EngineEnd.Ended, await DriveAsync(Run(Seconds(3))));
    }

    [Theory]
    [InlineData(nameof(IBackend.WaitForNewsAsync))]
    [InlineData(nameof(IBackend.SubmitAsync))]
    [InlineData(nameof(IBackend.ObserveAsync))]
    public async Task RunAsync_BugInTheBackend_ReachesTheCaller(string where)
    {
        Begin(Campaigns.Flat(10));

        Task<EngineEnd> run = Run(Seconds(3), call =>
        {
            if (call == where)
            {
                throw new NotSupportedException("a bug");
            }
        });

        Exception bug = await Assert.ThrowsAnyAsync<Exception>(() => DriveAsync(run));
        Assert.Contains("a bug", bug.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_TimeOutInTheBackend_ReachesTheCaller()
    {
        Begin(Campaigns.Flat(10));

        Task<EngineEnd> run = Run(Seconds(3), call =>
        {
            if (call == nameof(IBackend.ObserveAsync))
            {
                throw new TaskCanceledException("what HttpClient throws when its time is up");
            }
        });

        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => DriveAsync(run));
    }

    [Fact]
    public async Task RunAsync_NewsFail_LooksAllTheSame()
    {
        Begin(Campaigns.Flat(10));

        Task<EngineEnd> run = Run(Seconds(3), call => Fail(call, nameof(IBackend.WaitForNewsAsync)));

        Assert.Equal(EngineEnd.Ended, await DriveAsync(run));
    }

    [Fact]
    public async Task RunAsync_ForgettingFails_IsTriedAgain()
    {
        Begin(Campaigns.WriteReadFigure());
        int failures = 0;
        var backend = new InMemoryBackend(Options(Seconds(3)), _machine);

        EngineEnd end = await DriveAsync(Run(backend, call =>
        {
            if (failures < 1 && call == nameof(IBackend.ForgetAsync))
            {
                failures++;
                Fail(call, nameof(IBackend.ForgetAsync));
            }
        }, _stop.Token));

        Assert.Equal(EngineEnd.Ended, end);
        Assert.Empty(backend.Known);
    }

    [Fact]
    public async Task RunAsync_LongTask_LooksAtStatusesAndListsNothing()
    {
        Begin(Campaigns.Flat(4));

        await DriveAsync(Run(TimeSpan.FromMinutes(10)));

        // How many there are depends on how far the clock of the test runs ahead of the pool.
        Assert.InRange(_looks, 1, 700);
        Assert.InRange(_store.Listings, 1, 4);
    }

    public void Dispose()
    {
        _stop.Dispose();
        _journal.Dispose();
    }

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);

    private static void Fail(string call, string where)
    {
        if (call == where)
        {
            throw new FaultException(FaultKind.Transient, "call", where, "no connection");
        }
    }

    private async Task StopAndGoOnAsync(int phase)
    {
        Begin(Campaigns.WriteReadFigure());
        var backend = new InMemoryBackend(Options(Seconds(2)), _machine);
        int step = 0;
        EngineEnd end = await DriveAsync(Run(backend, _ => { }, _stop.Token), () =>
        {
            if (step++ == phase)
            {
                _stop.Cancel();
            }
        });

        Assert.True(end is EngineEnd.Stopped or EngineEnd.Ended);
        Assert.Equal(EngineEnd.Ended, await DriveAsync(Run(backend, _ => { }, CancellationToken.None)));
        Assert.Equal(10, State().Tally(TaskState.Succeeded));
        Assert.Equal(10, backend.Started);
    }

    private void Begin(CampaignSpec spec) => CampaignBirth.Record(_journal, spec, "abcdefgh", _wall.GetUtcNow());

    private CampaignState State() => Replay.Load(_journal).State;

    private InMemoryOptions Options(TimeSpan duration) => new() { Rule = s => ElementPlay.Succeed(s, duration), Store = _store };

    private Task<EngineEnd> Run(TimeSpan duration, Action<string>? before = null) =>
        Run(new InMemoryBackend(Options(duration), _machine), before ?? (call => _looks += call == nameof(IBackend.ObserveAsync) ? 1 : 0), _stop.Token);

    private Task<EngineEnd> Run(IBackend backend, Action<string> before, CancellationToken stop) =>
        Task.Run(() => CampaignEngine.Open(new EngineParts
        {
            Journal = _journal,
            Backend = new HookedBackend(backend, before),
            Store = _store,
            Time = _wall,
            Dice = new Random(1),
        }).RunAsync(stop));

    // Moves the clock from timer to timer, but only while the engine waits, after its lane had a moment to answer.
    private async Task<EngineEnd> DriveAsync(Task<EngineEnd> run, Action? before = null)
    {
        const int Moment = 30;
        while (!run.IsCompleted)
        {
            for (int quiet = 0; quiet < Moment && !run.IsCompleted; quiet = _wall.IsArmed ? quiet + 1 : 0)
            {
                // A way through the pool, where engine and lane run.
                await Task.Run(static () => { });
            }

            before?.Invoke();
            _machine.AdvanceToNextTimer();
        }

        return await run;
    }
}
