namespace HtcFlow.Core.Money.Instances;

/// <summary>How far an instance has come.</summary>
public enum SeenState
{
    /// <summary>Asked for, does not run and costs nothing yet.</summary>
    Pending,

    /// <summary>Runs.</summary>
    Running,

    /// <summary>Shuts down or is gone, and costs nothing any more.</summary>
    Gone,
}
