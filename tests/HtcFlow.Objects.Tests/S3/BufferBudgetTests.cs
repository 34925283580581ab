using HtcFlow.Objects.S3;

namespace HtcFlow.Objects.Tests.S3;

public sealed class BufferBudgetTests
{
    private const int MiB = 1 << 20;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TakeAsync_NoRoom_WaitsForALeaseToEnd()
    {
        using var budget = new BufferBudget(16 * MiB);
        BufferBudget.Lease first = await budget.TakeAsync(8 * MiB, Token);
        BufferBudget.Lease second = await budget.TakeAsync(8 * MiB, Token);
        Task<BufferBudget.Lease> third = budget.TakeAsync(8 * MiB, Token);
        Assert.False(third.IsCompleted);

        first.Dispose();
        first.Dispose();

        using BufferBudget.Lease lease = await third;
        Assert.Equal(8 * MiB, lease.Buffer.Memory.Length);
        Task<BufferBudget.Lease> fourth = budget.TakeAsync(1, Token);
        Assert.False(fourth.IsCompleted);
        second.Dispose();
        (await fourth).Dispose();
    }

    [Fact]
    public async Task TakeAsync_MoreThanThereIs_TakesAllOfIt()
    {
        using var budget = new BufferBudget(4 * MiB);

        using BufferBudget.Lease lease = await budget.TakeAsync(16 * MiB, Token);

        Assert.Equal(16 * MiB, lease.Buffer.Memory.Length);
    }

    [Fact]
    public async Task TakeAsync_CancelledWhileWaiting_GivesBackWhatItHad()
    {
        using var budget = new BufferBudget(4 * MiB);
        BufferBudget.Lease first = await budget.TakeAsync(2 * MiB, Token);
        using var cancel = new CancellationTokenSource();
        Task<BufferBudget.Lease> second = budget.TakeAsync(4 * MiB, cancel.Token);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        first.Dispose();
        (await budget.TakeAsync(4 * MiB, Token)).Dispose();
    }

    [Fact]
    public async Task Buffer_AfterItsLease_CannotBeRead()
    {
        using var budget = new BufferBudget(4 * MiB);
        BufferBudget.Lease lease = await budget.TakeAsync(MiB, Token);
        lease.Buffer.Memory.Span.Fill(7);
        using Stream stream = lease.Buffer.Read(10);
        Assert.Equal(7, stream.ReadByte());

        lease.Dispose();

        Assert.Throws<ObjectDisposedException>(() => stream.ReadByte());
        Assert.Throws<ObjectDisposedException>(() => stream.Read(new byte[4]));
    }
}
