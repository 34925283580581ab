using HtcFlow.Core.Ports;

namespace HtcFlow.Objects.S3;

/// <summary>Hands out memory for parts, so that any number of large uploads together hold a bounded amount.</summary>
/// <remarks>
/// Whoever waits holds nothing that somebody else waits for but a part that is being sent, which ends by itself; so nobody waits for ever.
/// First come, first served: otherwise large parts would starve behind small ones.
/// </remarks>
internal sealed class BufferBudget : IDisposable
{
    /// <summary>What is counted in: small enough not to waste, large enough to count quickly.</summary>
    private const int UnitBytes = 1 << 20;

    private readonly SemaphoreSlim _turn = new(1);
    private readonly SemaphoreSlim _units;
    private readonly int _capacity;

    /// <summary>Creates a budget.</summary>
    /// <param name="bytes">Most bytes handed out at a time; a single request for more waits for all of it.</param>
    public BufferBudget(long bytes)
    {
        _capacity = (int)Math.Max(1, bytes / UnitBytes);
        _units = new SemaphoreSlim(_capacity);
    }

    /// <summary>Waits for room; the lease gives it back.</summary>
    public async Task<Lease> TakeAsync(int bytes, CancellationToken cancellationToken)
    {
        int units = Math.Clamp((bytes + UnitBytes - 1) / UnitBytes, 1, _capacity);
        int taken = 0;
        await _turn.WaitAsync(cancellationToken);
        try
        {
            while (taken < units)
            {
                await _units.WaitAsync(cancellationToken);
                taken++;
            }
        }
        catch (OperationCanceledException) when (taken > 0)
        {
            _units.Release(taken);
            throw;
        }
        finally
        {
            _turn.Release();
        }

        return Lend(bytes, units);
    }

    /// <summary>Takes room if there is some and nobody waits for it; null otherwise.</summary>
    public Lease? TryTake(int bytes)
    {
        int units = Math.Clamp((bytes + UnitBytes - 1) / UnitBytes, 1, _capacity);
        if (!_turn.Wait(0))
        {
            return null;
        }

        int taken = 0;
        while (taken < units && _units.Wait(0))
        {
            taken++;
        }

        if (taken < units && taken > 0)
        {
            _units.Release(taken);
        }

        _turn.Release();
        return taken == units ? Lend(bytes, units) : null;
    }

    public void Dispose()
    {
        _turn.Dispose();
        _units.Dispose();
    }

    private Lease Lend(int bytes, int units)
    {
        try
        {
            return new Lease(this, new PartBuffer(bytes), units);
        }
        catch (FaultException)
        {
            _units.Release(units);
            throw;
        }
    }

    /// <summary>A buffer that is on loan.</summary>
    internal sealed class Lease(BufferBudget budget, PartBuffer buffer, int units) : IDisposable
    {
        private int _returned;

        public PartBuffer Buffer => buffer;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _returned, 1) == 0)
            {
                ((IDisposable)buffer).Dispose();
                budget._units.Release(units);
            }
        }
    }
}
