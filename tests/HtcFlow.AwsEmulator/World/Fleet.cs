using HtcFlow.AwsEmulator.Clock;
using HtcFlow.AwsEmulator.Jobs;
using HtcFlow.AwsEmulator.Options;

namespace HtcFlow.AwsEmulator.World;

/// <summary>The instances of a region: they come, take elements, and are taken away.</summary>
internal sealed class Fleet(Region region)
{
    private readonly Dictionary<string, Instance> _byId = new(StringComparer.Ordinal);
    private readonly Placement _placement = new(region);
    private readonly Scaling _scaling = new(region);
    private bool _isAwake;
    private DateTimeOffset _stormUntil;

    /// <summary>Every instance there ever was, by number.</summary>
    public List<Instance> Instances { get; } = [];

    private Agenda Agenda => region.Emulator.Agenda;

    private HabitOptions Habits => region.Emulator.Options.Habits;

    private WorldOptions World => region.Emulator.Options.World;

    /// <summary>An instance by its id.</summary>
    public Instance? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>Something may be placed that could not be placed before.</summary>
    public void Wake() => _isAwake = true;

    /// <summary>Places what can be placed, and looks whether more instances are needed.</summary>
    public void Settle()
    {
        if (_isAwake)
        {
            Place();
            _scaling.Wake();
        }
    }

    /// <summary>Places what can be placed.</summary>
    public void Place()
    {
        _isAwake = false;
        _placement.Place();
    }

    /// <summary>Asks for an instance.</summary>
    public Instance Launch(ComputeEnvironment environment, InstanceType type, string zone)
    {
        var bytes = new byte[9];
        region.Emulator.Dice.NextBytes(bytes);
        var instance = new Instance
        {
            Region = region,
            Number = Instances.Count,
            Id = "i-0" + Convert.ToHexStringLower(bytes)[..16],
            Type = type,
            Zone = zone,
            Environment = environment,
            IsSpot = environment.IsSpot,
            LaunchedAt = Agenda.Now,
            FreeVcpus = type.Vcpus,
            FreeMemoryMib = (int)(type.MemoryMib * World.MemoryShare),
        };
        Instances.Add(instance);
        _byId.Add(instance.Id, instance);
        environment.Vcpus += type.Vcpus;
        environment.ComingVcpus += type.Vcpus;
        region.Market.Take(type, zone, type.Vcpus);
        double spread = World.InstanceStartSpread > 0 ? World.InstanceStartSpread * ((2 * region.Emulator.Dice.NextDouble()) - 1) : 0;
        Agenda.After(World.InstanceStart * (1 + spread), instance, (int)InstanceMoment.Run);
        return instance;
    }

    /// <summary>Gives the room of an element back.</summary>
    public void Free(Instance instance, Job job, int index)
    {
        instance.Elements.Remove((job, index));
        instance.FreeVcpus += job.Order.Shape.Vcpus;
        instance.FreeMemoryMib += job.Order.Shape.MemoryMib;
        job.Order.Queue.Shares[job.Order.Share ?? ""].Vcpus -= job.Order.Shape.Vcpus;
        if (instance.State == InstanceState.Running)
        {
            Open(instance);
            Wake();
            Rest(instance);
        }
        else if (instance.State == InstanceState.ShuttingDown && instance.Elements.Count == 0)
        {
            End(instance);
        }
    }

    /// <summary>Tells an instance that it will be taken away.</summary>
    public void Notice(Instance instance, TimeSpan notice)
    {
        if (instance.State is not (InstanceState.Running or InstanceState.Pending))
        {
            return;
        }

        if (instance.State == InstanceState.Pending)
        {
            instance.IsReclaimed = true;
            End(instance);
            return;
        }

        instance.State = InstanceState.Noticed;
        instance.NoticedAt = Agenda.Now;
        instance.ActionAt = Agenda.Now + notice;
        Agenda.After(notice, instance, (int)InstanceMoment.Act);
    }

    /// <summary>Has every instance, also those that come meanwhile, reclaimed at some moment of a span.</summary>
    public void Storm(TimeSpan within)
    {
        _stormUntil = Agenda.Now + within;
        foreach (Instance instance in Instances.Where(static instance => instance.State is InstanceState.Running or InstanceState.Pending).ToArray())
        {
            Agenda.After(within * region.Emulator.Dice.NextDouble(), instance, (int)InstanceMoment.Notice);
        }
    }

    /// <summary>Takes a machine down: SIGTERM to everything on it, SIGKILL soon after.</summary>
    public void ShutDown(Instance instance)
    {
        if (instance.State >= InstanceState.ShuttingDown)
        {
            return;
        }

        if (instance.State == InstanceState.Pending)
        {
            End(instance);
            return;
        }

        instance.State = InstanceState.ShuttingDown;
        instance.ShutDownAt = Agenda.Now;
        if (instance.Elements.Count == 0)
        {
            End(instance);
            return;
        }

        foreach ((Job job, int index) in instance.Elements.ToArray())
        {
            region.Runs.LoseHost(job, index);
        }
    }

    /// <summary>A moment that an instance waited for has come.</summary>
    public void OnDue(Instance instance, InstanceMoment what, int turn)
    {
        switch (what)
        {
            case InstanceMoment.Run: Run(instance); break;
            case InstanceMoment.Notice: Notice(instance, Habits.ReclaimNotice); break;
            case InstanceMoment.Act: TakeAway(instance); break;
            case InstanceMoment.PowerOff: ShutDown(instance); break;
            case InstanceMoment.Idle: OnIdle(instance, turn); break;
            default: throw new InvalidOperationException($"No instance waits for {what}.");
        }
    }

    private void TakeAway(Instance instance)
    {
        instance.IsReclaimed |= instance.State < InstanceState.ShuttingDown;
        ShutDown(instance);
    }

    private void Run(Instance instance)
    {
        if (instance.State != InstanceState.Pending)
        {
            return;
        }

        instance.State = InstanceState.Running;
        instance.RunningAt = Agenda.Now;
        instance.Environment.ComingVcpus -= instance.Type.Vcpus;
        Open(instance);
        Wake();
        Rest(instance);
        if (instance.IsSpot && World.ReclaimsPerHour > 0)
        {
            double hours = -Math.Log(1 - region.Emulator.Dice.NextDouble()) / World.ReclaimsPerHour;
            Agenda.After(TimeSpan.FromHours(Math.Min(hours, 24 * 365)), instance, (int)InstanceMoment.Notice);
        }

        if (_stormUntil > Agenda.Now)
        {
            Agenda.After((_stormUntil - Agenda.Now) * region.Emulator.Dice.NextDouble(), instance, (int)InstanceMoment.Notice);
        }
    }

    private void Rest(Instance instance)
    {
        instance.IdleTurn++;
        if (instance.Elements.Count == 0)
        {
            Agenda.After(World.IdleTime, instance, (int)InstanceMoment.Idle, instance.IdleTurn);
        }
    }

    private void OnIdle(Instance instance, int turn)
    {
        bool isIdle = instance.State == InstanceState.Running && instance.Elements.Count == 0 && instance.IdleTurn == turn;
        if (isIdle && instance.Environment.Vcpus - instance.Type.Vcpus >= instance.Environment.MinVcpus)
        {
            End(instance);
        }
    }

    private static void Open(Instance instance)
    {
        if (!instance.IsOpen)
        {
            instance.IsOpen = true;
            instance.Environment.Open.Add(instance);
        }
    }

    private void End(Instance instance)
    {
        if (instance.State == InstanceState.Pending)
        {
            instance.Environment.ComingVcpus -= instance.Type.Vcpus;
        }

        instance.State = InstanceState.Terminated;
        instance.StoppedAt = Agenda.Now;
        instance.ShutDownAt ??= Agenda.Now;
        instance.Environment.Vcpus -= instance.Type.Vcpus;
        region.Market.Take(instance.Type, instance.Zone, -instance.Type.Vcpus);
        Wake();
    }
}
