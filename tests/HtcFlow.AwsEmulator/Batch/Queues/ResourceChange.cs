using HtcFlow.AwsEmulator.Clock;
using HtcFlow.AwsEmulator.World;

namespace HtcFlow.AwsEmulator.Batch.Queues;

/// <summary>A change of a queue or a compute environment that the service goes through on its own.</summary>
/// <param name="region">Region.</param>
internal sealed class ResourceChange(Region region) : IAgendaTarget
{
    private Action _end = static () => { };

    /// <summary>What it goes through; null when nothing.</summary>
    public string? Status { get; private set; }

    /// <summary>Begins a change; refused while another one is under way.</summary>
    /// <param name="status">CREATING, UPDATING or DELETING.</param>
    /// <param name="end">What is done at its end.</param>
    public void Begin(string status, Action? end = null)
    {
        Refuse();
        TimeSpan time = region.Emulator.Options.Habits.ResourceTime;
        _end = end ?? (static () => { });
        if (time <= TimeSpan.Zero)
        {
            _end();
            return;
        }

        Status = status;
        region.Emulator.Agenda.After(time, this, 0);
    }

    /// <summary>Refuses a change while another one is under way.</summary>
    public void Refuse()
    {
        if (Status is not null)
        {
            throw BatchFault.Client("Cannot change it, resource is being modified.");
        }
    }

    public void OnDue(int what, int first, int second)
    {
        Status = null;
        _end();
        region.Fleet.Wake();
    }
}
