using HtcFlow.AwsEmulator.Options;
using HtcFlow.AwsEmulator.World;

namespace HtcFlow.AwsEmulator.Jobs;

/// <summary>Takes jobs in, lets elements go when what they wait for is there, and ends them.</summary>
internal sealed class JobLife(Region region)
{
    private HabitOptions Habits => region.Emulator.Options.Habits;

    /// <summary>Takes a job in whose dependencies are all known.</summary>
    public void Admit(Job job)
    {
        region.Jobs.Add(job);
        region.Jobs.Submitted += job.Children.Count;
        job.VisibleTicks = region.Emulator.Agenda.NowTicks + (long)(Habits.VisibilityLag.Ticks * region.Emulator.Dice.NextDouble());
        foreach (DependencyOrder dependency in job.Order.DependsOn)
        {
            if (dependency.JobId is { } id)
            {
                Wait(job, id, dependency.Type == "N_TO_N");
            }
        }

        region.Emulator.Agenda.After(Habits.QueueingTime, job, (int)JobMoment.Queue);
    }

    /// <summary>The time of queueing is over.</summary>
    public void OnQueued(Job job)
    {
        region.Jobs.Submitted -= job.Children.Count;
        job.IsQueued = true;
        if (job.IsDoomed)
        {
            FailAll(job, Words.DependencyFailed);
            return;
        }

        bool waits = job.Waiting > 0 || job.ChildWaiting is not null || job.Order.IsSequential;
        JobStatus next = waits ? JobStatus.Pending : JobStatus.Runnable;
        for (int index = 0; index < job.Children.Count; index++)
        {
            if (job.Children.Status[index] == JobStatus.Submitted)
            {
                job.Move(index, next);
            }
        }

        if (!waits)
        {
            job.Offer(0, job.Children.Count);
            Enter(job);
        }
        else if (job.Waiting == 0)
        {
            Release(job);
        }
    }

    /// <summary>A whole job that is waited for has succeeded.</summary>
    public void OnDependencyMet(Job job)
    {
        job.Waiting--;
        if (job.Waiting == 0 && job.IsQueued)
        {
            Release(job);
        }
    }

    /// <summary>A job that is waited for has failed.</summary>
    public void OnDependencyFailed(Job job)
    {
        job.IsDoomed = true;
        if (job.IsQueued)
        {
            FailAll(job, Words.DependencyFailed);
        }
    }

    /// <summary>In an array whose elements wait for each other one has failed.</summary>
    public void FailRest(Job job, int from)
    {
        for (int index = from; index < job.Children.Count; index++)
        {
            if (!job.Children.Status[index].IsFinal())
            {
                Finish(job, index, JobStatus.Failed, Words.DependencyFailed);
            }
        }
    }

    /// <summary>Ends all elements that have not begun.</summary>
    public void FailAll(Job job, string reason)
    {
        job.ParentReason = reason;
        for (int index = 0; index < job.Children.Count; index++)
        {
            if (job.Children.Status[index] < JobStatus.Starting)
            {
                Finish(job, index, JobStatus.Failed, reason);
            }
        }
    }

    /// <summary>Ends an element for good.</summary>
    public void Finish(Job job, int index, JobStatus status, string? reason)
    {
        if (reason is not null)
        {
            job.Children.Reason[index] = region.Words.Number(reason);
        }

        if (job.Children.Stopped[index] == 0)
        {
            job.Children.Stopped[index] = job.Elapsed;
        }

        job.Move(index, status);
        bool isGood = status == JobStatus.Succeeded;
        if (job.Order.IsSequential && index + 1 < job.Children.Count)
        {
            Follow(job, index + 1, isGood);
        }

        foreach (Dependent dependent in job.Dependents)
        {
            if (dependent.IsElementwise)
            {
                TellElement(dependent.Job, index, isGood);
            }
            else if (dependent.Index == index)
            {
                Tell(dependent.Job, isGood);
            }
        }

        if (job.IsOver)
        {
            Close(job);
        }
    }

    /// <summary>Puts a job with runnable elements into its queue's line.</summary>
    public void Enter(Job job)
    {
        job.Order.Queue.Enter(job);
        region.Fleet.Wake();
    }

    private void Close(Job job)
    {
        bool isGood = job.Live(JobStatus.Failed) == 0;
        foreach (Dependent dependent in job.Dependents)
        {
            if (!dependent.IsElementwise && dependent.Index < 0)
            {
                Tell(dependent.Job, isGood);
            }
        }

        job.Dependents.Clear();
        region.Emulator.Watches.Tell(job.Id, isGood ? JobStatus.Succeeded : JobStatus.Failed);
        region.Emulator.Agenda.After(Habits.FinishedKept, job, (int)JobMoment.Vanish);
    }

    private void Tell(Job dependent, bool isGood) => region.Emulator.Agenda.After(
        TimeSpan.Zero, dependent, (int)(isGood ? JobMoment.DependencyMet : JobMoment.DependencyFailed));

    // Elements of an array whose elements wait for each other.
    private void Follow(Job job, int next, bool isGood)
    {
        if (!isGood)
        {
            region.Emulator.Agenda.After(TimeSpan.Zero, job, (int)JobMoment.FailRest, next);
        }
        else if (job.Children.Status[next] == JobStatus.Pending)
        {
            OfferOne(job, next);
        }
    }

    private void TellElement(Job job, int index, bool isGood)
    {
        if (!isGood)
        {
            if (job.Children.Status[index] < JobStatus.Starting)
            {
                Finish(job, index, JobStatus.Failed, Words.DependencyFailed);
            }

            return;
        }

        job.ChildWaiting![index]--;
        if (job.IsQueued && job.Waiting == 0 && job.ChildWaiting[index] == 0 && job.Children.Status[index] == JobStatus.Pending)
        {
            OfferOne(job, index);
        }
    }

    private void OfferOne(Job job, int index)
    {
        job.Move(index, JobStatus.Runnable);
        job.Offer(index);
        Enter(job);
    }

    // Everything that the whole job waits for is there.
    private void Release(Job job)
    {
        if (job.Order.IsSequential)
        {
            if (job.Children.Status[0] == JobStatus.Pending)
            {
                OfferOne(job, 0);
            }

            return;
        }

        for (int index = 0; index < job.Children.Count; index++)
        {
            if (job.Children.Status[index] == JobStatus.Pending && (job.ChildWaiting is null || job.ChildWaiting[index] == 0))
            {
                OfferOne(job, index);
            }
        }
    }

    private void Wait(Job job, string id, bool isElementwise)
    {
        (Job? target, int child) = region.Jobs.FindElement(id);
        if (target is null)
        {
            return;
        }

        if (isElementwise)
        {
            WaitForElements(job, target);
            return;
        }

        bool isOver = child >= 0 ? target.Children.Status[child].IsFinal() : target.IsOver;
        bool isGood = child >= 0 ? target.Children.Status[child] == JobStatus.Succeeded : target.Live(JobStatus.Failed) == 0;
        if (!isOver)
        {
            job.Waiting++;
            target.Dependents.Add(new Dependent(job, false, child));
        }
        else if (!isGood)
        {
            job.IsDoomed = true;
        }
    }

    private void WaitForElements(Job job, Job target)
    {
        job.ChildWaiting ??= new byte[job.Children.Count];
        for (int index = 0; index < job.Children.Count; index++)
        {
            JobStatus status = target.Children.Status[index];
            if (status == JobStatus.Failed)
            {
                Finish(job, index, JobStatus.Failed, Words.DependencyFailed);
            }
            else if (status != JobStatus.Succeeded)
            {
                job.ChildWaiting[index]++;
            }
        }

        target.Dependents.Add(new Dependent(job, true, -1));
    }
}
