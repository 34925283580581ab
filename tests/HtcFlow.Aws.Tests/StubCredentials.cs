using HtcFlow.Aws.Identity;
using HtcFlow.Aws.Signing;
using HtcFlow.Core.Ports;

namespace HtcFlow.Aws.Tests;

/// <summary>Keys that a test hands out, one set after the other.</summary>
internal sealed class StubCredentials(params AwsKeys[] keys) : IAwsCredentials
{
    private int _at;

    /// <summary>Thrown in place of keys.</summary>
    public FaultException? Fault { get; set; }

    public ValueTask<AwsKeys> GetAsync(CancellationToken cancellationToken) =>
        Fault is { } fault ? ValueTask.FromException<AwsKeys>(fault) : ValueTask.FromResult(keys[_at]);

    public ValueTask<bool> RenewAsync(AwsKeys refused, CancellationToken cancellationToken)
    {
        if (_at == keys.Length - 1)
        {
            return ValueTask.FromResult(false);
        }

        _at++;
        return ValueTask.FromResult(true);
    }
}
