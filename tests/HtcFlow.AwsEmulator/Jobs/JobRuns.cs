using HtcFlow.AwsEmulator.Clock;
using HtcFlow.AwsEmulator.Executors;
using HtcFlow.AwsEmulator.Options;
using HtcFlow.AwsEmulator.World;

namespace HtcFlow.AwsEmulator.Jobs;

/// <summary>Runs attempts of elements on instances, and decides what their ends mean.</summary>
internal sealed class JobRuns(Region region)
{
    private const int AttemptBits = 0xFF;
    private const int ExitShift = 8;
    private const int ReasonShift = 16;
    private const int KilledExit = 137; // 128 + SIGKILL

    private Agenda Agenda => region.Emulator.Agenda;

    private HabitOptions Habits => region.Emulator.Options.Habits;

    /// <summary>Puts a runnable element on an instance that has room for it.</summary>
    public void Start(Job job, int index, Instance instance)
    {
        job.Move(index, JobStatus.Starting);
        int attempt = ++job.Children.Attempt[index];
        job.Children.Reason[index] = -1;
        job.Children.Instance[index] = instance.Number;
        instance.Elements.Add((job, index));
        Agenda.After(Habits.StartingTime, job, (int)JobMoment.Begin, index, attempt);
    }

    /// <summary>The container is made.</summary>
    public void OnBegin(Job job, int index, int attempt)
    {
        if (!Is(job, index, attempt, JobStatus.Starting))
        {
            return;
        }

        string image = job.Order.Definition.Image;
        if (region.Emulator.Options.Images.TryGetValue(image, out ImageOptions? known) && known.IsMissing)
        {
            string reason = $"CannotPullContainerError: Error response from daemon: pull access denied for {image}, repository does not exist or may require 'docker login': denied";
            Conclude(job, index, null, reason, Words.NotStarted);
            return;
        }

        job.Children.Started[index] = job.Elapsed;
        job.Move(index, JobStatus.Running);
        Element element = ElementOf(job, index);
        VirtualPlan? plan = region.Emulator.Executor.Begin(element);
        if (plan is { } known2)
        {
            EnterEnd(job, index, attempt, known2);
        }

        if (job.Order.Timeout is { } timeout && !(plan?.RunTime <= timeout))
        {
            Agenda.After(timeout, job, (int)JobMoment.Timeout, index, attempt);
        }
    }

    /// <summary>A planned end has come.</summary>
    public void OnPlannedEnd(Job job, int index, int packed)
    {
        if (Is(job, index, packed & AttemptBits, JobStatus.Running))
        {
            Conclude(job, index, (packed >> ExitShift) & 0xFF, region.Words.Text((packed >> ReasonShift) - 1), Words.Ended);
        }
    }

    /// <summary>An element that ran for real is over.</summary>
    public void OnEnded(Job job, int index, int attempt, int exitCode, string? reason)
    {
        if (Is(job, index, attempt, JobStatus.Running))
        {
            Conclude(job, index, exitCode < 0 ? null : exitCode, reason, exitCode < 0 ? Words.NotStarted : Words.Ended);
        }
    }

    /// <summary>An attempt has run for as long as it may.</summary>
    public void OnTimeout(Job job, int index, int attempt)
    {
        if (Is(job, index, attempt, JobStatus.Running))
        {
            Stop(job, index, new StopCause(Words.TimedOut));
        }
    }

    /// <summary>The grace after SIGTERM is over.</summary>
    public void OnKill(Job job, int index, int attempt)
    {
        if (Is(job, index, attempt, JobStatus.Running) && !region.Emulator.Executor.Kill(ElementOf(job, index)))
        {
            Conclude(job, index, KilledExit, null, Words.Ended);
        }
    }

    /// <summary>Stops an element that is starting or running, for good.</summary>
    public void Stop(Job job, int index, StopCause cause)
    {
        if (job.Children.Status[index] == JobStatus.Starting)
        {
            job.Stops[index] = cause;
            Conclude(job, index, null, null, cause.Reason);
        }
        else if (job.Stops.TryAdd(index, cause))
        {
            Signal(job, index, Habits.KillGrace);
        }
    }

    /// <summary>Takes the machine away from an element.</summary>
    public void LoseHost(Job job, int index)
    {
        if (job.Children.Status[index] == JobStatus.Starting)
        {
            Conclude(job, index, null, null, Words.Ended);
        }
        else
        {
            Signal(job, index, Habits.ShutdownGrace);
        }
    }

    private void Signal(Job job, int index, TimeSpan grace)
    {
        int attempt = job.Children.Attempt[index];
        if (region.Emulator.Executor.Terminate(ElementOf(job, index)) is { } plan)
        {
            EnterEnd(job, index, attempt, plan);
        }

        Agenda.After(grace, job, (int)JobMoment.Kill, index, attempt);
    }

    private void EnterEnd(Job job, int index, int attempt, in VirtualPlan plan)
    {
        int reason = region.Words.Number(plan.Reason) + 1;
        Agenda.After(plan.RunTime, job, (int)JobMoment.End, index, attempt | ((plan.ExitCode & 0xFF) << ExitShift) | (reason << ReasonShift));
    }

    private void Conclude(Job job, int index, int? exitCode, string? reason, string statusReason)
    {
        ChildTable children = job.Children;
        Instance instance = region.Fleet.Instances[children.Instance[index]];
        bool isLost = instance.State >= InstanceState.ShuttingDown;
        bool ran = children.Status[index] == JobStatus.Running;
        int? seen = isLost ? null : exitCode;
        if (ran)
        {
            region.Emulator.Executor.End(ElementOf(job, index), new ElementEnd(exitCode, isLost, Agenda.Now));
        }

        children.Stopped[index] = job.Elapsed;
        children.Exit[index] = (short)(seen ?? -1);
        children.ContainerReason[index] = region.Words.Number(isLost ? null : reason);
        bool isStopped = job.Stops.Remove(index, out StopCause? cause);
        string because = isStopped ? cause!.Reason : isLost ? Words.HostLost(instance.Id) : statusReason;
        children.Reason[index] = isLost && !isStopped ? ChildTable.HostReason : region.Words.Number(because);
        region.Fleet.Free(instance, job, index);
        if (!isStopped && seen == 0)
        {
            region.Life.Finish(job, index, JobStatus.Succeeded, Words.Ended);
        }
        else if (!isStopped && job.Order.Retry.WantsMore(children.Attempt[index], seen, isLost ? null : reason, because))
        {
            Retry(job, index);
        }
        else
        {
            region.Life.Finish(job, index, JobStatus.Failed, null);
        }
    }

    private void Retry(Job job, int index)
    {
        ChildTable children = job.Children;
        if (!job.History.TryGetValue(index, out List<AttemptRecord>? earlier))
        {
            job.History[index] = earlier = [];
        }

        earlier.Add(new AttemptRecord(
            children.Exit[index], children.Started[index], children.Stopped[index], children.Reason[index], children.ContainerReason[index], children.Instance[index]));
        children.Clear(index);
        job.Move(index, JobStatus.Runnable);
        job.Offer(index);
        region.Life.Enter(job);
    }

    private Element ElementOf(Job job, int index) =>
        new(job, index, job.Children.Attempt[index], region.Fleet.Instances[job.Children.Instance[index]]);

    private static bool Is(Job job, int index, int attempt, JobStatus status) =>
        job.Children.Attempt[index] == attempt && job.Children.Status[index] == status;
}
