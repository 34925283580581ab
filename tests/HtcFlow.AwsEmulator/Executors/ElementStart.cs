namespace HtcFlow.AwsEmulator.Executors;

/// <summary>An attempt of an element on its instance.</summary>
/// <param name="Job">The job, or the array.</param>
/// <param name="Index">Index in the array; 0 in a job that is none.</param>
/// <param name="Attempt">Attempt from 1.</param>
/// <param name="InstanceId">The instance.</param>
/// <param name="InstanceType">Its type.</param>
/// <param name="Zone">Its zone.</param>
/// <param name="StartedAt">When the element began to run.</param>
public readonly record struct ElementStart(
    IJobView Job, int Index, int Attempt, string InstanceId, string InstanceType, string Zone, DateTimeOffset StartedAt);
