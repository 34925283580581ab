namespace HtcFlow.Backends.AwsBatch;

/// <summary>How many elements of an array are in which state, as its summary counts them.</summary>
internal readonly record struct ElementTally
{
    /// <summary>Could start if there were a host.</summary>
    internal int Waiting { get; init; }

    /// <summary>Have a host.</summary>
    internal int Running { get; init; }

    /// <summary>Ended with 0.</summary>
    internal int Succeeded { get; init; }

    /// <summary>Ended otherwise, or were taken back.</summary>
    internal int Failed { get; init; }

    /// <summary>Ended, in whatever way.</summary>
    internal int Ended => Succeeded + Failed;
}
