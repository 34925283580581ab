namespace HtcFlow.Runner.Spot;

/// <summary>What is to be done with a running command because its machine will go.</summary>
internal enum LeavingStep
{
    /// <summary>Nothing now.</summary>
    None = 0,

    /// <summary>Ask it for a checkpoint and let it go on.</summary>
    AskCheckpoint = 1,

    /// <summary>Bring it to its end.</summary>
    Stop = 2,
}
