namespace HtcFlow.Backends.Clusters;

/// <summary>A turn at a gate that lets one in at a time; leaving it lets the next one in.</summary>
internal readonly struct GateHold : IDisposable
{
    private readonly SemaphoreSlim _gate;

    private GateHold(SemaphoreSlim gate) => _gate = gate;

    internal static async Task<GateHold> TakeAsync(SemaphoreSlim gate, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        return new GateHold(gate);
    }

    public void Dispose() => _gate.Release();
}
