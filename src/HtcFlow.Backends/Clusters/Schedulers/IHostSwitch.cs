namespace HtcFlow.Backends.Clusters.Schedulers;

/// <summary>Takes hosts out of the cluster for everybody, where the scheduler lets this user do that.</summary>
/// <remarks>Owner and only caller: <see cref="ClusterBackend"/>, one call at a time. A switched host stays so over a crash; the book of arrays remembers it.</remarks>
internal interface IHostSwitch
{
    /// <summary>Disables or enables a host; false where this user may not.</summary>
    Task<bool> SwitchAsync(string host, bool isDisabled, CancellationToken cancellationToken);
}
