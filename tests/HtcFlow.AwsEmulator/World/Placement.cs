using System.Runtime.InteropServices;
using HtcFlow.AwsEmulator.Jobs;

namespace HtcFlow.AwsEmulator.World;

/// <summary>Puts runnable elements on instances that have room: the share that holds least goes first, then priority, then age.</summary>
internal sealed class Placement(Region region)
{
    private readonly HashSet<Shape> _refused = [];

    /// <summary>Places what can be placed, queue by queue by their priority.</summary>
    public void Place()
    {
        foreach (JobQueue queue in region.Queues.Values.OrderByDescending(static queue => queue.Priority))
        {
            if (queue.IsRunning && queue.Backlog.Count > 0)
            {
                Place(queue);
            }
        }
    }

    private void Place(JobQueue queue)
    {
        _refused.Clear();
        while (Next(queue) is var (line, job))
        {
            if (Room(queue, job.Order.Shape) is not { } instance)
            {
                _refused.Add(job.Order.Shape);
                continue;
            }

            int index = job.Take();
            if (index < 0)
            {
                line.Leave(job);
                continue;
            }

            instance.FreeVcpus -= job.Order.Shape.Vcpus;
            instance.FreeMemoryMib -= job.Order.Shape.MemoryMib;
            instance.IdleTurn++;
            line.Vcpus += job.Order.Shape.Vcpus;
            region.Runs.Start(job, index, instance);
        }
    }

    private (ShareLine Line, Job Job)? Next(JobQueue queue)
    {
        (ShareLine, Job)? best = null;
        int least = int.MaxValue;
        foreach (ShareLine line in queue.Shares.Values)
        {
            if (line.Vcpus < least && line.Head(_refused) is { } head)
            {
                (best, least) = ((line, head), line.Vcpus);
            }
        }

        return best;
    }

    private static Instance? Room(JobQueue queue, Shape shape)
    {
        foreach (ComputeEnvironment environment in queue.Environments)
        {
            if (!environment.IsRunning)
            {
                continue;
            }

            List<Instance> open = environment.Open;
            for (int at = open.Count - 1; at >= 0; at--)
            {
                Instance instance = open[at];
                if (instance.Fits(shape))
                {
                    return instance;
                }

                if (instance.FreeVcpus <= 0 || instance.State != InstanceState.Running)
                {
                    instance.IsOpen = false;
                    CollectionsMarshal.AsSpan(open)[at] = open[^1];
                    open.RemoveAt(open.Count - 1);
                }
            }
        }

        return null;
    }
}
