using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Ports.Abilities;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Engine.Tests.Doubles;

/// <summary>A backend that does something before each call; the name of the call is handed in.</summary>
internal sealed class HookedBackend(IBackend inner, Action<string> before) : IBackend, IHindered
{
    public BackendCapabilities Capabilities => inner.Capabilities;

    public string Hindrance { get; set; } = "";

    public Task WaitForNewsAsync(CancellationToken cancellationToken) => After(nameof(WaitForNewsAsync)).WaitForNewsAsync(cancellationToken);

    public Task<IReadOnlyList<SubmitReply>> SubmitAsync(IReadOnlyList<ArrayAsk> asks, CancellationToken cancellationToken) =>
        After(nameof(SubmitAsync)).SubmitAsync(asks, cancellationToken);

    public Task<IReadOnlyList<JobHandle>> FindAsync(IReadOnlyList<JobName> names, CancellationToken cancellationToken) =>
        After(nameof(FindAsync)).FindAsync(names, cancellationToken);

    public Task<IReadOnlyList<ArrayStatus>> ObserveAsync(IReadOnlyList<JobHandle> handles, CancellationToken cancellationToken) =>
        After(nameof(ObserveAsync)).ObserveAsync(handles, cancellationToken);

    public Task CancelAsync(JobHandle handle, IndexSet elements, CancellationToken cancellationToken) =>
        After(nameof(CancelAsync)).CancelAsync(handle, elements, cancellationToken);

    public Task ForgetAsync(IReadOnlyList<JobHandle> handles, CancellationToken cancellationToken) =>
        After(nameof(ForgetAsync)).ForgetAsync(handles, cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private IBackend After(string call)
    {
        before(call);
        return inner;
    }
}
