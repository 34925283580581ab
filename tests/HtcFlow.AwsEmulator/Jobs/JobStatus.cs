namespace HtcFlow.AwsEmulator.Jobs;

/// <summary>State of a job, an array or a child.</summary>
internal enum JobStatus : byte
{
    Submitted = 0,
    Pending = 1,
    Runnable = 2,
    Starting = 3,
    Running = 4,
    Succeeded = 5,
    Failed = 6,
}
