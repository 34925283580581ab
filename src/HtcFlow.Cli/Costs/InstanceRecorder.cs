using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Ports;
using HtcFlow.Engine.Homes;

namespace HtcFlow.Cli.Costs;

/// <summary>Looks at a campaign's instances every minute while its engine runs: an hour after its end an instance is forgotten by its cloud.</summary>
internal sealed class InstanceRecorder : IAsyncDisposable
{
    // When an instance began and ended is known to half of this, and such errors cancel out over many instances.
    private static readonly TimeSpan s_period = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _work;

    private InstanceRecorder(InstanceBook book, IReadOnlyList<CloudPlace> places, TimeProvider time) => _work = RecordAsync(book, places, time, _stop.Token);

    /// <summary>Starts looking; null where the campaign runs on no cloud, or its accounts cannot be opened.</summary>
    public static InstanceRecorder? Start(CommandContext context, CampaignHome home, CampaignSpec spec)
    {
        try
        {
            IReadOnlyList<CloudPlace> places = context.Parts.OpenClouds(context, spec);
            return places.Count == 0 ? null : new InstanceRecorder(InstanceBook.Open(home), places, context.Time);
        }
        catch (FaultException)
        {
            // The backend says what is wrong with the account; a campaign goes on without its costs.
            return null;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _work;
        _stop.Dispose();
    }

    private static async Task RecordAsync(InstanceBook book, IReadOnlyList<CloudPlace> places, TimeProvider time, CancellationToken stop)
    {
        await Task.Yield();
        try
        {
            while (true)
            {
                foreach (CloudPlace place in places)
                {
                    await LookAsync(book, place, time, stop);
                }

                await Task.Delay(s_period, time, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return;
        }
    }

    private static async Task LookAsync(InstanceBook book, CloudPlace place, TimeProvider time, CancellationToken stop)
    {
        try
        {
            await book.LookAsync(place, time, keep: true, stop);
        }
        catch (FaultException)
        {
            // The next look makes up for it; a gap in the book is one that `htcflow cost` tells.
        }
    }
}
