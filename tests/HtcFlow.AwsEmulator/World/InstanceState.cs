namespace HtcFlow.AwsEmulator.World;

/// <summary>State of an instance.</summary>
internal enum InstanceState
{
    Pending,
    Running,

    /// <summary>It was told that it will be taken away; elements go on, none begins.</summary>
    Noticed,
    ShuttingDown,
    Terminated,
}
