using HtcFlow.Aws.Signing;

namespace HtcFlow.Aws.Identity;

/// <summary>Where keys come from.</summary>
/// <remarks>Callers: any thread.</remarks>
internal interface IAwsCredentials
{
    /// <summary>Keys that hold, got anew before they end.</summary>
    /// <exception cref="Core.Ports.FaultException">Denied: there are none. Transient: who gives them does not answer.</exception>
    ValueTask<AwsKeys> GetAsync(CancellationToken cancellationToken);

    /// <summary>Looks for other keys after a service has refused some; true if there are.</summary>
    ValueTask<bool> RenewAsync(AwsKeys refused, CancellationToken cancellationToken);
}
