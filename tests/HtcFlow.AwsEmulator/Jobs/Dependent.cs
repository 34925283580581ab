namespace HtcFlow.AwsEmulator.Jobs;

/// <summary>Who waits for a job.</summary>
/// <param name="Job">Who.</param>
/// <param name="IsElementwise">Whether each element waits for the one of the same index.</param>
/// <param name="Index">The child that is waited for; negative for the whole job.</param>
internal readonly record struct Dependent(Job Job, bool IsElementwise, int Index);
