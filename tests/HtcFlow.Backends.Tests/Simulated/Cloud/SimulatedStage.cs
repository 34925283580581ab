using HtcFlow.Backends.Simulated.World;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Backends.Tests.Simulated.Cloud;

/// <summary>A simulated cloud of one machine on stage: a look takes a second, and waiting for news moves the clock to the next event.</summary>
internal sealed class SimulatedStage(int slots) : IBackendStage, IBackend
{
    private readonly TrialCloud _trial = new(TrialCloud.Calm(workSeconds: 1, vcpus: slots, machines: 1) with
    {
        Tasks = new Dictionary<string, TaskModel>(StringComparer.Ordinal) { [Script.Hold] = new TaskModel { WorkSeconds = 1_000_000, Deviation = 0 } },
        Service = new ServiceModel { TellsRunning = true, Memory = TimeSpan.FromDays(1000) },
    });

    public IBackend Backend => this;

    public long Effort => _trial.Reading.Starts;

    public int Started => (int)_trial.Reading.Starts;

    public BackendCapabilities Capabilities => _trial.Backend.Capabilities;

    public ArrayAsk Prepare(ArrayAsk ask) =>
        ask.Environment[Script.Words].StartsWith(Script.Hold, StringComparison.Ordinal) ? ask with { Stage = Script.Hold } : ask;

    public Task ReleaseAsync()
    {
        _trial.Clock.Advance(TimeSpan.FromSeconds(2_000_000));
        return Task.CompletedTask;
    }

    public Task WaitForNewsAsync(CancellationToken cancellationToken)
    {
        if (_trial.Cloud.NextEvent is not { } next)
        {
            return _trial.Backend.WaitForNewsAsync(cancellationToken);
        }

        _trial.Clock.Advance(next - _trial.Clock.GetUtcNow());
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<SubmitReply>> SubmitAsync(IReadOnlyList<ArrayAsk> asks, CancellationToken cancellationToken) =>
        _trial.Backend.SubmitAsync(asks, cancellationToken);

    public Task<IReadOnlyList<JobHandle>> FindAsync(IReadOnlyList<JobName> names, CancellationToken cancellationToken) =>
        _trial.Backend.FindAsync(names, cancellationToken);

    public Task<IReadOnlyList<ArrayStatus>> ObserveAsync(IReadOnlyList<JobHandle> handles, CancellationToken cancellationToken)
    {
        _trial.Clock.Advance(TimeSpan.FromSeconds(1));
        return _trial.Backend.ObserveAsync(handles, cancellationToken);
    }

    public Task CancelAsync(JobHandle handle, IndexSet elements, CancellationToken cancellationToken) =>
        _trial.Backend.CancelAsync(handle, elements, cancellationToken);

    public Task ForgetAsync(IReadOnlyList<JobHandle> handles, CancellationToken cancellationToken) =>
        _trial.Backend.ForgetAsync(handles, cancellationToken);

    public ValueTask DisposeAsync() => _trial.Backend.DisposeAsync();
}
