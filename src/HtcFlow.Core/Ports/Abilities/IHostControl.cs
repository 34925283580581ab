namespace HtcFlow.Core.Ports.Abilities;

/// <summary>A backend that can keep work away from single hosts.</summary>
/// <remarks>
/// Owner: one engine lane; a backend that has this ability implements it beside <see cref="IBackend"/>. Callers: that lane only, one call
/// at a time. Survives a crash: whatever the backend was told, and an engine that starts tells it again. Failures are <see cref="FaultException"/>.
/// </remarks>
public interface IHostControl
{
    /// <summary>Keeps new elements away from hosts, by whatever means the backend has; hosts that it does not know are no error.</summary>
    /// <param name="hosts">All that are to get no work from now on; those of an earlier call that are missing may get work again.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <remarks>Elements that run there are left alone where that is possible; a host that is rented may be given back.</remarks>
    Task AvoidAsync(IReadOnlyCollection<string> hosts, CancellationToken cancellationToken);
}
