using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Benchmarks.Journals;

/// <summary>Only says what it can do; <see cref="ScriptedLane"/> answers in its place, so that nothing but the engine is measured.</summary>
internal sealed class StillBackend : IBackend
{
    // What AWS Batch takes in one array.
    public const int ArrayElements = 10_000;

    // 100 arrays: as many as one call asks about.
    private const long Window = 1_000_000;

    public BackendCapabilities Capabilities { get; } = new()
    {
        MaxArrayElements = ArrayElements,
        MaxEnvironmentCharacters = 8_192,
        MaxOutstandingElements = Window,
    };

    public Task WaitForNewsAsync(CancellationToken cancellationToken) => throw Unexpected();

    public Task<IReadOnlyList<SubmitReply>> SubmitAsync(IReadOnlyList<ArrayAsk> asks, CancellationToken cancellationToken) => throw Unexpected();

    public Task<IReadOnlyList<JobHandle>> FindAsync(IReadOnlyList<JobName> names, CancellationToken cancellationToken) => throw Unexpected();

    public Task<IReadOnlyList<ArrayStatus>> ObserveAsync(IReadOnlyList<JobHandle> handles, CancellationToken cancellationToken) => throw Unexpected();

    public Task CancelAsync(JobHandle handle, IndexSet elements, CancellationToken cancellationToken) => throw Unexpected();

    public Task ForgetAsync(IReadOnlyList<JobHandle> handles, CancellationToken cancellationToken) => throw Unexpected();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static InvalidOperationException Unexpected() => new("The engine's core makes no calls by itself.");
}
