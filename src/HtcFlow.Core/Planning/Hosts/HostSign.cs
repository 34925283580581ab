namespace HtcFlow.Core.Planning.Hosts;

/// <summary>What the end of an attempt says about the host on which it ran.</summary>
public enum HostSign : byte
{
    /// <summary>Nothing: the machine was taken away, the user cancelled it, or the whole stage had the same trouble.</summary>
    None = 0,

    /// <summary>It can do the work.</summary>
    Good = 1,

    /// <summary>It may be broken: the attempt was too slow, or could not begin.</summary>
    Suspect = 2,

    /// <summary>The command failed, which is nearly always the task's own fault.</summary>
    Failed = 3,
}
