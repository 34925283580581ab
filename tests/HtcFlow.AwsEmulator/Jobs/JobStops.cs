using HtcFlow.AwsEmulator.World;

namespace HtcFlow.AwsEmulator.Jobs;

/// <summary>Cancels and terminates jobs as their owners ask.</summary>
internal sealed class JobStops(Region region)
{
    /// <summary>Cancels what has not begun to start; the rest goes on.</summary>
    public void Cancel(Job job, int index, string reason)
    {
        job.IsCancelled |= index < 0;
        foreach (int element in Elements(job, index))
        {
            if (job.Children.Status[element] < JobStatus.Starting)
            {
                region.Life.Finish(job, element, JobStatus.Failed, reason);
            }
        }
    }

    /// <summary>Terminates everything that is not over.</summary>
    public void Terminate(Job job, int index, string reason)
    {
        job.IsTerminated |= index < 0;
        foreach (int element in Elements(job, index))
        {
            JobStatus status = job.Children.Status[element];
            if (status < JobStatus.Starting)
            {
                region.Life.Finish(job, element, JobStatus.Failed, reason);
            }
            else if (!status.IsFinal())
            {
                region.Runs.Stop(job, element, new StopCause(reason));
            }
        }

        if (index < 0 && job.Size > 0 && !job.IsOver)
        {
            job.ParentReason = reason;
        }
    }

    private static IEnumerable<int> Elements(Job job, int index) => index >= 0 ? [index] : Enumerable.Range(0, job.Children.Count);
}
