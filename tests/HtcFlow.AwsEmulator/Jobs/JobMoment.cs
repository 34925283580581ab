namespace HtcFlow.AwsEmulator.Jobs;

/// <summary>Moments that jobs wait for.</summary>
internal enum JobMoment
{
    Queue,
    Publish,
    DependencyMet,
    DependencyFailed,
    FailRest,
    Begin,
    End,
    Timeout,
    Kill,
    Vanish,
}
