namespace HtcFlow.AwsEmulator.World;

/// <summary>Moments that instances wait for.</summary>
internal enum InstanceMoment
{
    Run,
    Notice,
    Act,
    PowerOff,
    Idle,
}
