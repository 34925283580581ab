using HtcFlow.Aws;
using HtcFlow.Aws.Batch.Definitions;
using HtcFlow.Aws.Batch.Jobs;
using HtcFlow.Aws.Batch.Running;

namespace HtcFlow.Benchmarks.AwsBatch;

/// <summary>The peer: a poller that submits the same arrays and describes every child that has not ended, 100 a call, at the same interval.</summary>
/// <remarks>It drops what has ended and tries nothing again, so it is the cheapest poller of its kind.</remarks>
internal static class ChildPoller
{
    // AwsBatchOptions.PollInterval.
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(30);

    private const int ArraySize = 10_000;

    public static int Run(string endpoint, int tasks)
    {
        using var access = new ServiceAccess(endpoint);
        AwsServices services = access.Services;
        var open = new HashSet<string>(StringComparer.Ordinal);
        string definition = access.Clock.Finish(Task.Run(() => services.Definitions.RegisterAsync(
            new RegisterRequest
            {
                JobDefinitionName = "poller",
                ContainerProperties = new ContainerProperties
                {
                    Image = "images/trial:1",
                    ResourceRequirements = [new(ResourceKind.Vcpu, "1"), new(ResourceKind.Memory, "1536")],
                },
            },
            CancellationToken.None))).JobDefinitionArn;
        for (int from = 0; from < tasks; from += ArraySize)
        {
            int size = Math.Min(ArraySize, tasks - from);
            var request = new SubmitRequest
            {
                JobName = $"poller-{from}",
                JobQueue = ServiceAccess.Queue,
                JobDefinition = definition,
                ArrayProperties = new ArrayProperties { Size = size },
            };
            string id = access.Clock.Finish(Task.Run(() => services.Jobs.SubmitAsync(request, CancellationToken.None)));
            open.UnionWith(Enumerable.Range(0, size).Select(index => $"{id}:{index}"));
        }

        while (open.Count > 0)
        {
            access.Clock.MoveTo(access.Clock.GetUtcNow() + s_interval);
            foreach (JobDetail child in access.Clock.Finish(Task.Run(() => services.Jobs.DescribeAsync(open, CancellationToken.None))))
            {
                if (child.Status is JobStatus.Succeeded or JobStatus.Failed)
                {
                    open.Remove(child.JobId);
                }
            }
        }

        access.Report(new AwsFigures
        {
            Tasks = tasks,
            Calls = access.Calls,
            Throttled = services.Meter.Sum("batch").Throttled,
            Hours = (access.Clock.GetUtcNow() - ServiceAccess.Begin).TotalHours,
        });
        return 0;
    }
}
