using HtcFlow.AwsEmulator.Http;
using HtcFlow.AwsEmulator.Jobs;

namespace HtcFlow.AwsEmulator.Batch;

/// <summary>TerminateJob and CancelJob.</summary>
internal static class StopJob
{
    /// <summary>Terminates a job, an array with all children, or a child.</summary>
    public static Reply Terminate(BatchRequest request)
    {
        (Job job, int index, string reason) = Read(request);
        request.Region.Stops.Terminate(job, index, reason);
        return BatchRequest.Object(static _ => { });
    }

    /// <summary>Cancels what has not reached STARTING; what has goes on, and the call succeeds all the same.</summary>
    public static Reply Cancel(BatchRequest request)
    {
        (Job job, int index, string reason) = Read(request);
        request.Region.Stops.Cancel(job, index, reason);
        return BatchRequest.Object(static _ => { });
    }

    private static (Job Job, int Index, string Reason) Read(BatchRequest request)
    {
        string id = request.Input.Required("jobId");
        string reason = request.Input.Required("reason");
        request.Demand(request.Region.Arn("batch", $"job/{id}"));
        (Job? job, int index) = request.Region.Jobs.FindElement(id);
        return job is null ? throw BatchFault.Client($"Job {id} not found.") : (job, index, reason);
    }
}
