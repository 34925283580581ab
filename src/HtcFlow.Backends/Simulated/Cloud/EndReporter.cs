using HtcFlow.Backends.Simulated.Ledgers;
using HtcFlow.Backends.Simulated.Metering;
using HtcFlow.Backends.Simulated.World;

namespace HtcFlow.Backends.Simulated.Cloud;

/// <summary>Makes keys and ends visible, at once or late: an element has ended for the service when all its keys can be listed.</summary>
internal sealed class EndReporter(ServiceModel service, Agenda agenda, CloudMeter meter)
{
    /// <summary>A key was written.</summary>
    internal void Write(CloudJob job, int element, KeyRecord record, long now)
    {
        meter.Keys++;
        long delay = DelayOf(job, element);
        if (delay == 0)
        {
            job.Ledger!.Add(record);
            return;
        }

        agenda.Add(now + delay, _ => job.Ledger!.Add(record));
    }

    /// <summary>An element's container has ended.</summary>
    internal void End(CloudJob job, int element, ElementState state, short exit, int machine, long now)
    {
        long delay = DelayOf(job, element);
        if (delay == 0)
        {
            job.End(element, state, exit, machine, now);
            return;
        }

        agenda.Add(now + delay, at => job.End(element, state, exit, machine, at));
    }

    // One delay for all keys of an element: none of them then appears after the end that was noted behind it.
    private long DelayOf(CloudJob job, int element) => service.KeyDelay <= TimeSpan.Zero
        ? 0
        : (long)(service.KeyDelay.TotalMilliseconds * Dice.Exponential(Dice.Throw(job.Seed, element, 0, DicePurpose.KeyDelay)));
}
